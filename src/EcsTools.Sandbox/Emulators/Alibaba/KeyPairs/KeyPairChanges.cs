namespace EcsTools.Sandbox.Emulators.Alibaba.KeyPairs;

/// <summary>CreateKeyPair, ImportKeyPair and DeleteKeyPairs (docs/contracts/alibaba-ecs-lifecycle.md 5). The contract leaves open that the private
/// key is none; here it is one, so that it opens what is locked with its public half.</summary>
internal static class KeyPairChanges
{
    private const int Most = 500;
    private const int MostAtOnce = 100;

    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("CreateKeyPair", IsWrite: true, CreateKeyPair) { NeedsRegion = true },
        new("ImportKeyPair", IsWrite: true, ImportKeyPair) { NeedsRegion = true },
        new("DeleteKeyPairs", IsWrite: true, DeleteKeyPairs) { NeedsRegion = true },
    ];

    private static void CreateKeyPair(AlibabaRequestContext call, ResponseWriter response)
    {
        string name = NewName(call);
        using SandboxKeyPair pair = new();
        Add(call, response, name, pair.PublicKey);
        response.Text("KeyPairId", call.Backend.NewShortId("ssh-"));
        response.Text("PrivateKeyBody", pair.ExportPrivateKey());
    }

    private static void ImportKeyPair(AlibabaRequestContext call, ResponseWriter response)
    {
        string name = NewName(call);
        string body = call.Required("PublicKeyBody");
        Add(call, response, name, IsPublicKey(call, body) ? body : throw new AlibabaApiError(
            400, "InvalidPublicKeyBody.Malformed", "The specified parameter \"PublicKeyBody\" is not valid."));
    }

    private static void DeleteKeyPairs(AlibabaRequestContext call, ResponseWriter response)
    {
        // The list is one JSON text; a name as it is is refused.
        if (!call.Required("KeyPairNames").StartsWith("[", StringComparison.Ordinal))
        {
            throw new AlibabaApiError(400, "InvalidKeyPairNames.ValueNotSupported", "The specified parameter KeyPairNames is not valid.");
        }

        IReadOnlyList<string> names = call.JsonList("KeyPairNames", MostAtOnce)!;
        if (names.Any(n => !call.Backend.KeyPairs.ContainsKey(n)))
        {
            throw AlibabaErrors.KeyPairNotFound();
        }

        if (call.Backend.Servers.Any(s => names.Contains(s.KeyPairName)))
        {
            throw new AlibabaApiError(
                400, "InvalidParameter.KeypairAlreadyAttachedInstance", "The specified parameter \"KeyPairNames\" attached to instances can not be deleted.");
        }

        foreach (string name in names)
        {
            call.Backend.KeyPairs.Remove(name);
            call.Backend.HeldKeyPairNames[name] = call.Backend.Now + call.Undocumented.AlibabaKeyPairNameLag;
            call.Backend.Count("delete-key");
        }
    }

    private static string NewName(AlibabaRequestContext call)
    {
        string name = call.Required("KeyPairName");
        bool isHeld = call.Backend.HeldKeyPairNames.TryGetValue(name, out DateTimeOffset until) && call.Backend.Now < until;
        return name.Length is < 2 or > 128 || !char.IsLetter(name[0]) || name.Contains("http://") || name.Contains("https://")
            ? throw new AlibabaApiError(400, "InvalidKeyPairName.Malformed", "Specified Key Pair name is not valid.")
            : isHeld || call.Backend.KeyPairs.ContainsKey(name) ? throw new AlibabaApiError(400, "KeyPair.AlreadyExist", "The key pair already exist.")
            : call.Backend.KeyPairs.Count >= Most ? throw new AlibabaApiError(403, "QuotaExceed.KeyPair", "The key pair quota exceeds.")
            : name;
    }

    private static bool IsPublicKey(AlibabaRequestContext call, string body) =>
        OpenSshPublicKey.TryRead(body)?.Type is { } type && (type != "ssh-ed25519" || call.Undocumented.AlibabaTakesEd25519);

    private static void Add(AlibabaRequestContext call, ResponseWriter response, string name, string publicKey)
    {
        call.Backend.KeyPairs[name] = publicKey;
        call.Backend.Count("create-key");
        response.Text("KeyPairName", name);
        response.Text("KeyPairFingerPrint", new OpenSshPublicKey(publicKey).Fingerprint);
    }
}
