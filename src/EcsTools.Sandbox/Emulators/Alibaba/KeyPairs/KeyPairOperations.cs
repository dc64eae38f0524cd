using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.KeyPairs;

/// <summary>DescribeKeyPairs and AttachKeyPair (docs/contracts/alibaba-ecs.md 3.19).</summary>
internal static class KeyPairOperations
{
    /// <summary>Lists them.</summary>
    /// <returns>The operations.</returns>
    public static IEnumerable<AlibabaOperation> All() =>
    [
        new("DescribeKeyPairs", IsWrite: false, DescribeKeyPairs) { NeedsRegion = true },
        new("AttachKeyPair", IsWrite: true, AttachKeyPair) { NeedsRegion = true },
    ];

    private static void DescribeKeyPairs(AlibabaCall call, AnswerWriter answer)
    {
        string? name = call.Text("KeyPairName");
        string? fingerprint = call.Text("KeyPairFingerPrint");
        bool hasPublicKey = call.Flag("IncludePublicKey");
        IReadOnlyList<KeyValuePair<string, string>> rows = [.. call.World.KeyPairs.OrderBy(k => k.Key, StringComparer.Ordinal)];
        bool Matches(KeyValuePair<string, string> pair) =>
            (name is null || Wildcard.Matches(name, pair.Key))
            && (fingerprint is null || fingerprint == call.Context.KeyPair.Fingerprint);

        Pages.WriteNumbered(call, answer, 50, rows, Matches, page =>
            answer.List("KeyPairs", "KeyPair", page, pair =>
            {
                answer.Text("KeyPairName", pair.Key);
                answer.Text("KeyPairFingerPrint", call.Context.KeyPair.Fingerprint);
                answer.Minute("CreationTime", call.World.Now.AddDays(-30));
                answer.Text("ResourceGroupId", "");
                if (hasPublicKey)
                {
                    answer.Text("PublicKey", pair.Value);
                }

                answer.List("Tags", "Tag", Array.Empty<string>(), _ => { });
            }));
    }

    /// <summary>One server's fault stays in its item, and the answer is 200 all the same.</summary>
    private static void AttachKeyPair(AlibabaCall call, AnswerWriter answer)
    {
        string name = call.Required("KeyPairName");
        IReadOnlyList<string> ids = call.JsonList("InstanceIds", most: int.MaxValue) ?? throw Refusals.Missing("InstanceIds");
        if (ids.Count == 0)
        {
            throw new AlibabaRefusal(400, "InvalidInstanceIds.ValueNotSupported", "The specified parameter InstanceIds is not valid.");
        }

        if (ids.Count > 50)
        {
            throw new AlibabaRefusal(403, "InstanceKeyPairLimitExceeded", "Exceeding the maximum amount of instances.");
        }

        if (!call.World.KeyPairs.ContainsKey(name))
        {
            throw Refusals.KeyPairNotFound();
        }

        List<(string Id, AlibabaRefusal? Refusal)> results = [.. ids.Select(id => (id, Attach(call, id, name)))];
        answer.Text("KeyPairName", name);
        answer.Text("TotalCount", results.Count.ToString(CultureInfo.InvariantCulture));
        answer.Text("FailCount", results.Count(r => r.Refusal is not null).ToString(CultureInfo.InvariantCulture));
        answer.List("Results", "Result", results, result =>
        {
            answer.Text("InstanceId", result.Id);
            answer.Text("Code", result.Refusal?.Code ?? "200");
            answer.Text("Message", result.Refusal?.Message ?? "successful");
            answer.Text("Success", result.Refusal is null ? "true" : "false");
        });
    }

    private static AlibabaRefusal? Attach(AlibabaCall call, string id, string keyPairName)
    {
        Server? server = call.World.FindServer(id);
        AlibabaRefusal? refusal = server switch
        {
            null => Refusals.InstanceNotFound(),
            { IsWindows: true } => Refusals.WindowsKeyPair(),
            { Phase: not (ServerPhase.Running or ServerPhase.Stopped) } => Refusals.InstanceStatus(),
            _ => null,
        };
        if (server is not null && refusal is null)
        {
            call.World.Count("attach-key");
            server.KeyPairName = keyPairName;
        }

        return refusal;
    }
}
