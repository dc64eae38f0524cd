using System.Globalization;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.KeyPairs;

/// <summary>DescribeKeyPairs and AttachKeyPair (docs/contracts/alibaba-ecs.md 3.19), DetachKeyPair (docs/contracts/alibaba-ecs-lifecycle.md 5); <see cref="KeyPairChanges"/> has the others.</summary>
internal static class KeyPairOperations
{
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeKeyPairs", IsWrite: false, DescribeKeyPairs) { NeedsRegion = true },
        new("AttachKeyPair", IsWrite: true, (call, response) => Change(call, response, Attach)) { NeedsRegion = true },
        new("DetachKeyPair", IsWrite: true, (call, response) => Change(call, response, Detach)) { NeedsRegion = true },
    ];

    private static void DescribeKeyPairs(AlibabaRequestContext call, ResponseWriter response)
    {
        string? name = call.Text("KeyPairName");
        string? fingerprint = call.Text("KeyPairFingerPrint");
        bool hasPublicKey = call.Flag("IncludePublicKey");
        IReadOnlyList<KeyValuePair<string, string>> rows = [.. call.Backend.KeyPairs.OrderBy(k => k.Key, StringComparer.Ordinal)];
        bool Matches(KeyValuePair<string, string> pair) =>
            (name is null || Wildcard.Matches(name, pair.Key))
            && (fingerprint is null || fingerprint == FingerprintOf(pair.Value));

        Pagination.WriteNumbered(call, response, 50, rows, Matches, page =>
            response.List("KeyPairs", "KeyPair", page, pair =>
            {
                response.Text("KeyPairName", pair.Key);
                response.Text("KeyPairFingerPrint", FingerprintOf(pair.Value));
                response.Minute("CreationTime", call.Backend.Now.AddDays(-30));
                response.Text("ResourceGroupId", "");
                if (hasPublicKey)
                {
                    response.Text("PublicKey", pair.Value);
                }

                response.List("Tags", "Tag", Array.Empty<string>(), _ => { });
            }));
    }

    // The list tells it without colons, the answers of the changes with them.
    private static string FingerprintOf(string publicKey) => new OpenSshPublicKey(publicKey).Fingerprint.Replace(":", "");

    /// <summary>The error of one server stays in its item; the response is 200.</summary>
    private static void Change(AlibabaRequestContext call, ResponseWriter response, Func<AlibabaRequestContext, string, string, AlibabaApiError?> change)
    {
        string name = call.Required("KeyPairName");
        IReadOnlyList<string> ids = call.JsonList("InstanceIds", most: int.MaxValue) ?? throw AlibabaErrors.Missing("InstanceIds");
        if (ids.Count == 0)
        {
            throw new AlibabaApiError(400, "InvalidInstanceIds.ValueNotSupported", "The specified parameter InstanceIds is not valid.");
        }

        if (ids.Count > 50)
        {
            throw new AlibabaApiError(403, "InstanceKeyPairLimitExceeded", "Exceeding the maximum amount of instances.");
        }

        if (!call.Backend.KeyPairs.ContainsKey(name))
        {
            throw AlibabaErrors.KeyPairNotFound();
        }

        List<(string Id, AlibabaApiError? Error)> results = [.. ids.Select(id => (id, change(call, id, name)))];
        response.Text("KeyPairName", name);
        response.Text("TotalCount", results.Count.ToString(CultureInfo.InvariantCulture));
        response.Text("FailCount", results.Count(r => r.Error is not null).ToString(CultureInfo.InvariantCulture));
        response.List("Results", "Result", results, result =>
        {
            response.Text("InstanceId", result.Id);
            response.Text("Code", result.Error?.Code ?? "200");
            response.Text("Message", result.Error?.Message ?? "successful");
            response.Text("Success", result.Error is null ? "true" : "false");
        });
    }

    private static AlibabaApiError? Attach(AlibabaRequestContext call, string id, string keyPairName)
    {
        Server? server = call.Backend.FindServer(id);
        AlibabaApiError? error = server switch
        {
            null => AlibabaErrors.InstanceNotFound(),
            { IsWindows: true } => AlibabaErrors.WindowsKeyPair(),
            { Phase: not (ServerPhase.Running or ServerPhase.Stopped) } => AlibabaErrors.InstanceStatus(),
            _ => null,
        };
        if (server is not null && error is null)
        {
            call.Backend.Count("attach-key");
            server.KeyPairName = keyPairName;
        }

        return error;
    }

    // The password that the system had counts again from the next start on.
    private static AlibabaApiError? Detach(AlibabaRequestContext call, string id, string keyPairName)
    {
        Server? server = call.Backend.FindServer(id);
        AlibabaApiError? error = server switch
        {
            null => AlibabaErrors.InstanceNotFound(),
            { Phase: not (ServerPhase.Running or ServerPhase.Stopped) } => AlibabaErrors.InstanceStatus(),
            _ when server.KeyPairName != keyPairName => new AlibabaApiError(400, "InvalidInstance.KeyPairNotBound", "The specified instance is not bound to the key pair."),
            _ => null,
        };
        if (server is not null && error is null)
        {
            call.Backend.Count("detach-key");
            server.KeyPairName = null;
        }

        return error;
    }
}
