using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Approvals;
using EcsTools.Core.Auditing;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Signs plans that were made with -PlanOnly, in OpenSSH's signature format, and writes them with the signature. Nothing is sent.</summary>
[Cmdlet(VerbsLifecycle.Approve, "EcsPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = KeySet)]
[OutputType(typeof(EcsPlan))]
public sealed class ApproveEcsPlanCommand : EcsCmdlet
{
    private const string KeySet = "KeyFile";
    private const string SignatureSet = "SignatureFile";
    private string _signature = "";
    private string _keyFile = "";

    /// <summary>The plans.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [EcsPlanTransformation]
    public EcsPlan[]? InputObject { get; set; }

    /// <summary>The approver's private key: Ed25519, ECDSA or RSA, in OpenSSH's form or PEM.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeySet)]
    [ValidateNotNullOrEmpty]
    public string KeyFile { get; set; } = "";

    /// <summary>The key's passphrase.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>A signature over the plan's text that <c>ssh-keygen -Y sign -n ecstools-plan</c> has made, for keys on a token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SignatureSet)]
    [ValidateNotNullOrEmpty]
    public string SignatureFile { get; set; } = "";

    private protected override void Begin()
    {
        if (ParameterSetName == SignatureSet)
        {
            _signature = PlanApprovals.ReadSignature(ResolvePath(SignatureFile));
        }
        else
        {
            _keyFile = string.IsNullOrWhiteSpace(KeyFile) ? throw new EcsException(EcsErrorId.InvalidInput, "The path of the key file is empty.") : ResolvePath(KeyFile);
        }
    }

    private protected override void Process()
    {
        foreach (EcsPlan plan in InputObject ?? [new EcsPlan()])
        {
            WorkOn(plan, () => Approve(plan));
        }
    }

    private void Approve(EcsPlan plan)
    {
        PlanSeal.CheckLife(plan, DateTimeOffset.UtcNow);
        PlanSeal.CheckWhole(plan);
        if (PlanFormatter.Refusal(plan, includeUnknown: true) is { } refusal)
        {
            throw refusal;
        }

        // Made from the object, like what is signed: nothing that is read here came as text.
        string statement = plan.GetStatement().TrimEnd('\n');
        if (Confirmation.Ask($"Approve {plan}", $"{statement}\nApprove this plan?", ConfirmImpact.High))
        {
            EcsPlan approved = ParameterSetName == SignatureSet ? PlanApprovals.Add(plan, _signature) : PlanApprovals.Sign(plan, _keyFile, Passphrase);
            Record(plan);
            WriteObject(approved);
        }
    }

    // An approver need not be connected to anything: his own log has it.
    private void Record(EcsPlan plan) => OpenJournal(null).AppendAudit(new AuditEvent
    {
        Kind = EcsAuditKind.Approval,
        Operation = plan.Kind.ToString(),
        Outcome = AuditOutcome.Done,
        Instance = plan.Instance,
        PlanId = plan.PlanId,
        Detail = $"plan with SHA-256 {plan.Digest}",
    });
}
