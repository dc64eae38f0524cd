using System.Text;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Huawei;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>A machine made for a test: its variables, files in a folder of its own, and a network that records and is the only one there is.</summary>
internal sealed class FakeMachine : IDisposable
{
    /// <summary>Stands in every secret of the tests, so that it can be looked for in what is said.</summary>
    public const string Canary = "canary";

    public const string Secret = Canary + "-secret";
    public const string AlibabaKey = "LTAIexample";
    public const string HuaweiKey = "TESTACCESSKEY0000001";
    private readonly Dictionary<string, string> _variables = [];

    public SampleNetwork Network { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("ecstools-accounts-").FullName;

    /// <summary>The folder its user works in, as a session may write it.</summary>
    public string WorkingFolder { get; set; } = "work";

    public MachineEnvironment Machine => new()
    {
        Environment = name => _variables.GetValueOrDefault(name),
        Home = Path.Combine(Folder, "home"),
        WorkingFolder = Path.Combine(Folder, WorkingFolder),
        SystemFolder = Path.Combine(Folder, "etc"),
        HardwareFolder = Path.Combine(Folder, "hardware"),
        NearbyNetwork = Network.Connect(EcsCloud.Alibaba).HandlerFactory,
    };

    public FakeMachine Set(params string[] assignments)
    {
        foreach (string[] pair in assignments.Select(a => a.Split('=', 2)))
        {
            _variables[pair[0]] = pair[1];
        }

        return this;
    }

    /// <summary>Writes a file that its owner alone can read.</summary>
    /// <param name="path">The path inside the machine's folder.</param>
    /// <param name="text">What is in it.</param>
    /// <returns>This machine.</returns>
    public FakeMachine Write(string path, string text)
    {
        string file = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return Share(path, UnixFileMode.None);
    }

    /// <summary>Lets others than the owner at a file, where there are such modes.</summary>
    /// <param name="path">The path inside the machine's folder.</param>
    /// <param name="mode">What they may.</param>
    /// <returns>This machine.</returns>
    public FakeMachine Share(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
        }

        return this;
    }

    public string At(string path) => Path.Combine(Folder, path.Replace('/', Path.DirectorySeparatorChar));

    public IReadOnlyList<AccountCandidate> List(EcsCloud? cloud = null) => AccountResolver.List(Machine, cloud);

    public AccountCandidate Choose(ConnectRequest? request = null) => AccountResolver.Choose(request ?? new ConnectRequest(), Machine);

    public AccountCandidate ChooseProfile(string profile) => Choose(new ConnectRequest { Profile = profile });

    /// <summary>The error of a choice, in which no secret may stand.</summary>
    /// <param name="request">The request; null for one without anything.</param>
    /// <returns>The error.</returns>
    public EcsException Refuse(ConnectRequest? request = null)
    {
        EcsException error = Assert.Throws<EcsException>(() => Choose(request));
        AssertSaysNothing(error.ToString() + error.RecommendedAction);
        return error;
    }

    public CloudConnection Connect(AccountCandidate offer) => Network.Connect(offer.Cloud) with { Region = offer.Region ?? "cn-hangzhou", Endpoint = offer.Endpoint };

    public IAccessKeyProvider Open(AccountCandidate offer) => offer.Keys!(Connect(offer));

    public Task<AccessKey> GetKeyAsync(AccountCandidate offer) => Open(offer).GetAsync(TestContext.Current.CancellationToken);

    public static void AssertSaysNothing(string text) => Assert.DoesNotContain(Canary, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>An answer in plain text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The answer.</returns>
    public static HttpResponseMessage Plain(string text) => new(System.Net.HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "text/plain") };

    /// <summary>The fields of a form or a query.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The fields.</returns>
    public static Dictionary<string, string> Fields(string text) => text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2)).ToDictionary(p => Uri.UnescapeDataString(p[0]), p => Uri.UnescapeDataString(p[1]));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
