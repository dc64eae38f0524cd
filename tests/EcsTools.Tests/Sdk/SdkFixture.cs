using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Sdk;

/// <summary>A sandbox that listens, a vendor's SDK and a session with the module in it, which both talk to it over one tapped wire.</summary>
internal sealed partial class SdkFixture : IAsyncDisposable
{
    private readonly NodeSdk _sdk;

    /// <summary>Starts all of them.</summary>
    /// <param name="folder">The SDK's folder under <c>tests</c>.</param>
    public SdkFixture(string folder)
    {
        Sandbox = (EcsSandbox)Session.Run("($s = Start-EcsSandbox -Listen -TimeScale 20000 -InstanceCount 24)").Single().BaseObject;
        Tap = new WireTap(Sandbox.Url!);
        _sdk = new NodeSdk(folder, Tap.Url);
    }

    /// <summary>The session; <c>$s</c> is the sandbox there.</summary>
    public ModuleSession Session { get; } = new();

    /// <summary>The sandbox.</summary>
    public EcsSandbox Sandbox { get; }

    /// <summary>The wire.</summary>
    public WireTap Tap { get; }

    /// <summary>Makes a call through the SDK.</summary>
    /// <param name="call">What its runner takes.</param>
    /// <returns>What came of it, and what went over the wire.</returns>
    public async Task<(SdkAnswer Answer, Exchange Exchange)> CallAsync(object call)
    {
        Tap.Clear();
        SdkAnswer answer = await _sdk.CallAsync(call);
        return (answer, Tap.Exchanges.LastOrDefault() ?? throw new InvalidOperationException($"The SDK sent nothing: {answer.Message}"));
    }

    /// <summary>Runs a script and keeps what it sends.</summary>
    /// <param name="script">The script.</param>
    /// <returns>What went over the wire.</returns>
    public IReadOnlyList<Exchange> Run(string script)
    {
        Tap.Clear();
        Session.Run(script);
        return Tap.Exchanges;
    }

    /// <summary>Puts ids in place of names: <c>[db-01]</c> for a server, <c>[db-01:disk]</c> for its system disk, <c>[db-01:key]</c> for the key that encrypts it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same with ids.</returns>
    public string Fill(string text) => Placeholder().Replace(text, match =>
    {
        string name = match.Groups["name"].Value;
        string id = ((EcsInstance)Session.Run($"Get-EcsInstance {name}").Single().BaseObject).Id;
        EcsDisk SystemDisk() => (EcsDisk)Session.Run($"Get-EcsDisk -InstanceId {id} -SystemDisk").Single().BaseObject;
        return match.Groups["part"].Value switch
        {
            ":disk" => SystemDisk().Id,
            ":key" => SystemDisk().EncryptionKeyId!,
            _ => id,
        };
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sdk.Dispose();
        await Tap.DisposeAsync();
        Session.Dispose();
    }

    /// <summary>Waits for what the sandbox does by itself, asking again and again.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="isDone">Whether the answer is the last one.</param>
    /// <returns>The last answer.</returns>
    public static async Task<JsonNode> UntilAsync(Func<Task<JsonNode>> ask, Func<JsonNode, bool> isDone)
    {
        for (int i = 0; i < 500; i++)
        {
            JsonNode answer = await ask();
            if (isDone(answer))
            {
                return answer;
            }
        }

        throw new TimeoutException("The sandbox has not come to it within 500 questions.");
    }

    [GeneratedRegex(@"\[(?<name>[a-z]+-[0-9]+)(?<part>:disk|:key)?\]")]
    private static partial Regex Placeholder();
}
