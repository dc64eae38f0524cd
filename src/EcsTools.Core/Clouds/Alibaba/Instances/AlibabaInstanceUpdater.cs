using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.Alibaba;

/// <summary>Changes name, description and deletion protection with ModifyInstanceAttribute (docs/contracts/alibaba-ecs.md 3.10), and the key pair with
/// AttachKeyPair (3.19) and DetachKeyPair (docs/contracts/alibaba-ecs-lifecycle.md 5).</summary>
internal sealed class AlibabaInstanceUpdater : IInstanceUpdater
{
    // docs/contracts/alibaba-ecs.md 3.10
    private const int ShortestDescription = 2;

    private readonly AlibabaApi _api;

    public AlibabaInstanceUpdater(AlibabaApi api) => _api = api;

    public KeyPairAttachment Attachment { get; } = new(
        NeedsStopped: false, "The key pair takes effect when the server is next started or restarted, and turns off login by password then.",
        EffectOfRemoval: "The removal takes effect when the server is next started or restarted. Login by password is on again then, with whatever password the system has: set one with Reset-EcsPassword.");

    public async Task EditAsync(EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation)
    {
        if (edit.Description is { Length: < ShortestDescription })
        {
            throw InputErrors.Create(
                $"Cannot change {instance}: Alibaba Cloud does not accept the description.", $"Specify at least {ShortestDescription} characters with -Description.", instance.Id);
        }

        if (edit is not { Name: null, Description: null, DeletionProtection: null })
        {
            await _api.CallAsync(
                "ModifyInstanceAttribute",
                new AlibabaParameters()
                    .Add("InstanceId", instance.Id)
                    .Add("InstanceName", edit.Name)
                    .Add("Description", edit.Description)
                    .Add("DeletionProtection", edit.DeletionProtection),
                RequestIdempotency.NonIdempotent,
                instance.Id,
                cancellation).ConfigureAwait(false);
        }

        if (edit.KeyPairName is { } name)
        {
            await ChangeKeyPairAsync("AttachKeyPair", instance, name, cancellation).ConfigureAwait(false);
        }
        else if (edit.RemovesKeyPair)
        {
            await ChangeKeyPairAsync("DetachKeyPair", instance, instance.KeyPairName ?? "", cancellation).ConfigureAwait(false);
        }
    }

    // The error of the server is in its item of an answer with HTTP 200.
    private async Task ChangeKeyPairAsync(string action, EcsInstance instance, string name, CancellationToken cancellation)
    {
        JObject answer = await _api.CallAsync(
            action,
            new AlibabaParameters().Add("KeyPairName", name).AddJson("InstanceIds", new[] { instance.Id }),
            RequestIdempotency.NonIdempotent,
            instance.Id,
            cancellation).ConfigureAwait(false);
        string? requestId = answer.Text("RequestId");
        if (answer.Object("Results").Objects("Result").FirstOrDefault(r => r.Text("InstanceId") == instance.Id) is not { } item)
        {
            throw new EcsException(EcsErrorId.OutcomeUnknown, $"The response to {action} does not mention {instance}.")
            {
                InstanceId = instance.Id,
                RequestId = requestId,
                RecommendedAction = AlibabaErrorMapper.Advise(EcsErrorId.OutcomeUnknown),
            };
        }

        if (!string.Equals(item.Text("Success"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new AlibabaServiceError(action, RequestIdempotency.NonIdempotent, item.Text("Code") ?? "")
            {
                Message = item.Text("Message"),
                InstanceId = instance.Id,
                RequestId = requestId,
            }.ToException();
        }
    }
}
