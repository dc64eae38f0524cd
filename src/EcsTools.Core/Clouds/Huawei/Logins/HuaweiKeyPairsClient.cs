using System.Text;
using System.Text.RegularExpressions;

using EcsTools.Core.Clouds.OpenStackApi;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Key pairs of the user, and those of the whole account where the cloud has such (docs/contracts/huawei-ecs-lifecycle.md 5): another
/// service keeps them, and Nova's does not show them.</summary>
internal sealed class HuaweiKeyPairsClient(IOpenStackApi api, KeyPairsClient own, HuaweiVariant variant, TimeProvider time) : IKeyPairEditor
{
    private const string AccountPath = "/v3/{p}/keypairs";
    private const string Domain = "domain";
    private const string OfAccount = "account:";
    private const int LongestPublicKey = 1024;
    private static readonly TimeSpan AttachPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AttachTimeout = TimeSpan.FromMinutes(20);
    private static readonly Regex Name = new(@"\A[0-9A-Za-z_-]{1,64}\z", RegexOptions.CultureInvariant, TextPattern.Limit);

    public bool CreatesPrivateKeys => true;

    public EcsException? Refuse(KeyPairRequest wanted) =>
        wanted.Scope == EcsKeyPairScope.Account && !variant.HasAccountKeyPairs ? StepErrors.NotSupported(
            "Key pairs of Open Telekom Cloud belong to the user who creates them.", "Omit -Scope, or specify User.")
        : !Name.IsMatch(wanted.Name) ? InputErrors.Create($"The name '{wanted.Name}' is not valid for a key pair.", "Specify 1 to 64 letters, digits, '-' and '_'.")
        : wanted.PublicKey is { } key && Encoding.UTF8.GetByteCount(key) > LongestPublicKey ? InputErrors.Create(
            "The public key is too long: servers would not get it.", $"Specify a key of at most {LongestPublicKey} bytes, for example an Ed25519 key or an RSA key of 4096 bits.")
        : null;

    /// <summary>Reads a key pair, or returns null if neither user nor account has one of that name.</summary>
    public async Task<KeyPair?> FindAsync(string name, CancellationToken cancellation) =>
        await own.FindAsync(name, cancellation).ConfigureAwait(false)
        ?? (variant.HasAccountKeyPairs && CloudId.CanEscape(name) ? await FindInAccountAsync(name, cancellation).ConfigureAwait(false) : null);

    public async Task<EcsKeyPair?> FindKeyPairAsync(string name, EcsKeyPairScope? scope, CancellationToken cancellation)
    {
        EcsKeyPair? found = scope == EcsKeyPairScope.Account ? null : await own.FindListedAsync(name, cancellation).ConfigureAwait(false);
        return found is not null || scope == EcsKeyPairScope.User || !variant.HasAccountKeyPairs || !CloudId.CanEscape(name) ? found
            : await FindListedInAccountAsync(name, cancellation).ConfigureAwait(false);
    }

    public async Task<(EcsKeyPair Pair, string? PrivateKey)> CreateKeyPairAsync(KeyPairRequest wanted, CancellationToken cancellation)
    {
        if (wanted.Scope != EcsKeyPairScope.Account)
        {
            return await own.CreateAsync(wanted, cancellation).ConfigureAwait(false);
        }

        JObject pair = new() { ["name"] = wanted.Name, ["type"] = "ssh", ["scope"] = Domain };
        if (wanted.PublicKey is not null)
        {
            pair["public_key"] = wanted.PublicKey;
        }

        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        ApiReply reply = await api.SendAsync(
            ApiRequest.Once("CreateAccountKeyPair", HttpMethod.Post, ApiService.KeyManagement, AccountPath, new JObject { ["keypair"] = pair }, null), cancellation).ConfigureAwait(false);
        return KeyPairReader.ReadCreated(reply, wanted, origin);
    }

    public Task DeleteKeyPairAsync(EcsKeyPair pair, CancellationToken cancellation) => pair.Scope == EcsKeyPairScope.User
        ? own.DeleteAsync(pair.Name, cancellation)
        : api.SendAsync(
            ApiRequest.Once("DeleteAccountKeyPair", HttpMethod.Delete, ApiService.KeyManagement, $"{AccountPath}/{CloudId.Escape(pair.Name)}", null, null), cancellation);

    /// <summary>Gives a stopped server a key pair, and waits for the task: that it was handed over says nothing yet.</summary>
    public async Task AttachAsync(EcsInstance instance, string name, CancellationToken cancellation)
    {
        JObject server = new() { ["id"] = instance.Id, ["disable_password"] = false };
        await RunTaskAsync("AssociateKeyPair", "associate", new JObject { ["keypair_name"] = name, ["server"] = server }, instance, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the key pair from a stopped server, and waits for the task.</summary>
    public Task DetachAsync(EcsInstance instance, CancellationToken cancellation) =>
        RunTaskAsync("DisassociateKeyPair", "disassociate", new JObject { ["server"] = new JObject { ["id"] = instance.Id } }, instance, cancellation);

    private async Task RunTaskAsync(string operation, string action, JObject body, EcsInstance instance, CancellationToken cancellation)
    {
        ApiReply reply = await api.SendAsync(
            ApiRequest.Once(operation, HttpMethod.Post, ApiService.KeyManagement, $"{AccountPath}/{action}", body, instance.Id), cancellation).ConfigureAwait(false);
        JObject answer = reply.Read();
        if (answer.Text("status") == "FAILED" || answer.Text("task_id") is not { } task)
        {
            throw HuaweiErrorMapper.OfJob("The change of the key pair", answer.Text("error_code"), answer.Text("error_msg"), answer.Text("task_id") ?? "none", instance.Id);
        }

        long begun = time.GetTimestamp();
        for (string status = ""; !status.StartsWith("SUCCESS", StringComparison.Ordinal);)
        {
            if (time.GetElapsedTime(begun) > AttachTimeout)
            {
                throw new EcsException(EcsErrorId.OperationTimeout, $"Timed out after {AttachTimeout.TotalMinutes:0} minutes: the change of the key pair continues at the provider (task {task}).")
                {
                    InstanceId = instance.Id,
                    RecommendedAction = "Do not start the server before the key pair has changed; see the provider's console.",
                };
            }

            await time.Delay(AttachPause, cancellation).ConfigureAwait(false);
            status = await ReadTaskAsync(task, cancellation).ConfigureAwait(false);
            if (status.StartsWith("FAILED", StringComparison.Ordinal))
            {
                throw HuaweiErrorMapper.OfJob("The change of the key pair", null, null, task, instance.Id);
            }
        }
    }

    // A task that cannot be read is no task that has failed.
    private async Task<string> ReadTaskAsync(string task, CancellationToken cancellation)
    {
        try
        {
            return (await api.SendAsync(ApiRequest.Get("ShowKeyPairTask", ApiService.KeyManagement, $"/v3/{{p}}/tasks/{CloudId.InPath(task)}"), cancellation).ConfigureAwait(false))
                .Read().Text("task_status") ?? "";
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.CannotConnect or EcsErrorId.ServerError or EcsErrorId.ThrottledByService or EcsErrorId.MalformedAnswer)
        {
            return "";
        }
    }

    /// <summary>Reads a page of the key pairs of this user; behind their last page those of the account come, where the cloud has such.</summary>
    public async Task<Page<EcsKeyPair>> ListPageAsync(string? at, CancellationToken cancellation)
    {
        if (at?.StartsWith(OfAccount, StringComparison.Ordinal) == true)
        {
            return await ListAccountPageAsync(at.Substring(OfAccount.Length), cancellation).ConfigureAwait(false);
        }

        Page<EcsKeyPair> page = await own.ListPageAsync(at, cancellation).ConfigureAwait(false);
        return variant.HasAccountKeyPairs && page.Continuation is null ? page with { Continuation = OfAccount } : page;
    }

    // Another service, to which the user may have no right: their own are shown all the same.
    private async Task<Page<EcsKeyPair>> ListAccountPageAsync(string marker, CancellationToken cancellation)
    {
        (string, string)[] query = marker.Length == 0 ? [("limit", "50")] : [("limit", "50"), ("marker", marker)];
        try
        {
            ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
            ApiReply reply = await api.SendAsync(ApiRequest.Get("ListAccountKeyPairs", ApiService.KeyManagement, AccountPath, query), cancellation).ConfigureAwait(false);
            (JsonRow body, IReadOnlyList<EcsKeyPair?> pairs) = reply.ReadRows("keypairs", row => KeyPairReader.Read(row.ToObject(), origin));
            string? next = body.Object("page_info")?.Text("next_marker");
            return new Page<EcsKeyPair>(
                [.. pairs.OfType<EcsKeyPair>().Where(p => p.Scope == EcsKeyPairScope.Account)], next is null or "" || next == marker ? null : OfAccount + next);
        }
        catch (EcsException error) when (error.ErrorId is EcsErrorId.AccessDenied or EcsErrorId.NotSupported or EcsErrorId.NotFound)
        {
            AmbientLog.Current.Verbose($"The key pairs of the account are not listed: {error.Message}");
            return new Page<EcsKeyPair>([], null);
        }
    }

    // It shows the user's own, too, and says which they are.
    private async Task<EcsKeyPair?> FindListedInAccountAsync(string name, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.TryReadAsync(
            ShowInAccount(name),
            reply => KeyPairReader.Read(reply.Read(), origin) is { Scope: EcsKeyPairScope.Account } pair ? pair : null,
            cancellation,
            IsMissing).ConfigureAwait(false);
    }

    private static ApiRequest ShowInAccount(string name) =>
        ApiRequest.Get("ShowAccountKeyPair", ApiService.KeyManagement, $"{AccountPath}/{CloudId.Escape(name)}");

    // An unknown name is refused as a bad one is, with 400.
    private static bool IsMissing(EcsException error) => error.CloudCode is "KPS.4016" or "KPS.6004";

    private async Task<KeyPair?> FindInAccountAsync(string name, CancellationToken cancellation)
    {
        ResourceOrigin origin = await api.GetOriginAsync(cancellation).ConfigureAwait(false);
        return await api.TryReadAsync(ShowInAccount(name), reply => Read(reply.ReadObject("keypair")), cancellation, IsMissing).ConfigureAwait(false);

        // Which user is to be named with it is not documented: the present one first.
        KeyPair Read(JObject pair) => new(pair.Text("name") ?? name, origin.UserId ?? pair.Text("user_id"))
        {
            IsOfAccount = true,
            MakerId = pair.Text("user_id") is { } maker && maker != origin.UserId ? maker : null,
        };
    }
}
