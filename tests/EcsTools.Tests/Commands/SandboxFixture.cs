using EcsTools.Tests.Hosting;
using EcsTools.Tests.Reliability;

namespace EcsTools.Tests.Commands;

/// <summary>A session with a sandbox in it in which every wait ends at once.</summary>
public sealed class SandboxFixture : IDisposable
{
    public const string Alibaba = "sandbox-alibaba";
    public const string Huawei = "sandbox-huawei";
    public const string OpenTelekom = "sandbox-otc";

    static SandboxFixture()
    {
        // Journals of tests are nobody's business but theirs.
        string state = Path.Combine(Path.GetTempPath(), $"ecstools-tests-{Environment.ProcessId}");
        Environment.SetEnvironmentVariable("ECSTOOLS_STATE", state);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(state))
            {
                Directory.Delete(state, recursive: true);
            }
        };
    }

    public SandboxFixture(string options = "") => Session.Run(
        $"$null = Start-EcsSandbox {(options.Contains("-TimeScale", StringComparison.Ordinal) ? "" : "-TimeScale ([double]::PositiveInfinity)")} {options}");

    public static TheoryData<string> Accounts => [Alibaba, Huawei, OpenTelekom];

    public ModuleSession Session { get; } = new();

    public RecordingUserInterface Records => Session.Records;

    public EcsSandbox Sandbox => Session.Run("Get-EcsSandbox").Select(o => (EcsSandbox)o.BaseObject).Single();

    public Outcome Invoke(string script, params (string Name, object? Value)[] variables) => Session.Invoke(script, variables);

    public IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) =>
        [.. Session.Run(script, variables).Select(o => (T)o.BaseObject)];

    public EcsInstance Get(string name, string account = Alibaba) => Run<EcsInstance>($"Get-EcsInstance '{name}' -Account {account}").Single();

    /// <summary>The operations of this sandbox: tests that connect over a port write to the journal that all share.</summary>
    public IReadOnlyList<EcsOperation> Operations()
    {
        string[] keys = [.. Run<EcsAccount>("Get-EcsAccount").Select(a => a.AccountKey)];
        return [.. Run<EcsOperation>("Get-EcsOperation").Where(o => keys.Contains(o.AccountKey))];
    }

    /// <summary>Opens an account of a sandbox that listens, as one opens an account of a cloud.</summary>
    public void Connect(string account) => Connect(account, Session);

    /// <summary>Opens an account of a sandbox that listens, through a proxy.</summary>
    public void Connect(string account, Uri proxy) => Connect(account, Session, proxy);

    /// <summary>Opens an account of this sandbox, which listens, in another session.</summary>
    public void Connect(string account, ModuleSession session) => Connect(account, session, Sandbox.Url!);

    private void Connect(string account, ModuleSession session, Uri url) => session.Run(
        """
        function Secure([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        $null = switch ($account) {
            'sandbox-alibaba' { Connect-EcsAccount Alibaba -Name $_ -Region cn-hangzhou -AccessKeyId $s.AccessKeyId -AccessKeySecret (Secure $s.AccessKeySecret) -Endpoint $url }
            'sandbox-huawei' { Connect-EcsAccount Huawei -Name $_ -Region cn-north-4 -AccessKeyId $s.AccessKeyId -AccessKeySecret (Secure $s.AccessKeySecret) -Endpoint $url }
            'sandbox-otc' { Connect-EcsAccount OpenTelekom -Name $_ -Region eu-de -DomainName $s.DomainName -Endpoint $url -Credential ([pscredential]::new($s.UserName, (Secure $s.Password))) }
        }
        """,
        ("account", account),
        ("url", url),
        ("s", Sandbox));

    /// <summary>Counts the requests for a change that a script sends.</summary>
    public int CountWrites(Action work)
    {
        int before = Sandbox.WriteCount;
        work();
        return Sandbox.WriteCount - before;
    }

    /// <summary>How often something took effect at a cloud.</summary>
    public int Effects(string name) => Sandbox.Effects.TryGetValue(name, out int count) ? count : 0;

    /// <summary>How often an operation was asked of a cloud, for another thread while a script runs.</summary>
    public Func<string, int> CountRequests() => Run<Func<string, int>>($"[{typeof(FaultToggle).FullName}]::CountRequests()").Single();

    /// <summary>How often an operation was asked of a cloud.</summary>
    public int Requests(string operation) => Sandbox.Operations.TryGetValue(operation, out int count) ? count : 0;

    public void Dispose() => Session.Dispose();
}
