using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Key pairs, which belong to the account in a region (docs/contracts/alibaba-ecs.md 3.19, alibaba-ecs-lifecycle.md 5).</summary>
internal sealed class AlibabaKeyPairsClient : IKeyPairEditor
{
    private const string Action = "DescribeKeyPairs";
    private const int PageSize = 50;
    private readonly AlibabaApi _api;

    public AlibabaKeyPairsClient(AlibabaApi api) => _api = api;

    public bool CreatesPrivateKeys => true;

    public EcsException? Refuse(KeyPairRequest wanted) =>
        wanted.Scope == EcsKeyPairScope.User ? StepErrors.NotSupported("Key pairs of Alibaba Cloud belong to the account.", "Omit -Scope, or specify Account.")
        : IsName(wanted.Name) ? null
        : InputErrors.Create(
            $"The name '{wanted.Name}' is not valid for a key pair of Alibaba Cloud.",
            "Specify 2 to 128 characters. Begin with a letter, and do not use http:// or https://.");

    /// <summary>Tells whether this user sees a key pair.</summary>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellation) =>
        await FindKeyPairAsync(name, null, cancellation).ConfigureAwait(false) is not null;

    public async Task<EcsKeyPair?> FindKeyPairAsync(string name, EcsKeyPairScope? scope, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("KeyPairName", name).Add("IncludePublicKey", true).Add("PageSize", PageSize);
        JObject answer = await _api.CallAsync(Action, parameters, RequestIdempotency.ReadOnly, null, cancellation).ConfigureAwait(false);
        return answer.Object("KeyPairs").Objects("KeyPair").Where(k => k.Text("KeyPairName") == name).Select(Read).FirstOrDefault();
    }

    public async Task<(EcsKeyPair Pair, string? PrivateKey)> CreateKeyPairAsync(KeyPairRequest wanted, CancellationToken cancellation)
    {
        AlibabaParameters parameters = new AlibabaParameters().Add("KeyPairName", wanted.Name).Add("PublicKeyBody", wanted.PublicKey);
        string action = wanted.PublicKey is null ? "CreateKeyPair" : "ImportKeyPair";
        JObject answer = await _api.CallAsync(action, parameters, RequestIdempotency.NonIdempotent, null, cancellation).ConfigureAwait(false);
        EcsKeyPair pair = (Read(answer) ?? Read(new JObject { ["KeyPairName"] = wanted.Name }))! with { PublicKey = wanted.PublicKey };
        return (pair, answer.Text("PrivateKeyBody"));
    }

    // The names are one JSON text; a name as it is would be refused.
    public Task DeleteKeyPairAsync(EcsKeyPair pair, CancellationToken cancellation) => _api.CallAsync(
        "DeleteKeyPairs", new AlibabaParameters().AddJson("KeyPairNames", new[] { pair.Name }), RequestIdempotency.NonIdempotent, null, cancellation);

    /// <summary>Reads a page of key pairs.</summary>
    /// <param name="continuation">Null for the first page, else what the page before gave.</param>
    /// <exception cref="EcsException">The cloud refused or could not be reached.</exception>
    public async Task<Page<EcsKeyPair>> ListAsync(string? continuation, CancellationToken cancellation)
    {
        Page<JObject> page = await _api.ReadNumberedPageAsync(
            Action, new AlibabaParameters().Add("IncludePublicKey", true), ("KeyPairs", "KeyPair"), PageSize, continuation, cancellation).ConfigureAwait(false);
        return new Page<EcsKeyPair>([.. page.Items.Select(Read).OfType<EcsKeyPair>()], page.Continuation);
    }

    private EcsKeyPair? Read(JObject json) => json.Text("KeyPairName") is not { } name ? null : new EcsKeyPair
    {
        Name = name,
        Scope = EcsKeyPairScope.Account,
        Fingerprint = json.Text("KeyPairFingerPrint") ?? "",
        PublicKey = json.Text("PublicKey"),
        CreatedAt = json.Time("CreationTime"),
        Account = _api.Connection.AccountName,
        AccountKey = _api.AccountKey,
        AccountIdentity = _api.Identity,
        Region = _api.Connection.Region,
    };

    private static bool IsName(string name) => name.Length is >= 2 and <= 128
        && char.IsLetter(name[0])
        && name.IndexOf("http://", StringComparison.OrdinalIgnoreCase) < 0
        && name.IndexOf("https://", StringComparison.OrdinalIgnoreCase) < 0;
}
