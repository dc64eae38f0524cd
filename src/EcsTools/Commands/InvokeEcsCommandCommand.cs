using System.Collections;
using System.Globalization;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Auditing;
using EcsTools.Core.Contracts;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Operations;
using EcsTools.Core.Policies;
using EcsTools.Internal;
using EcsTools.Parameters;

namespace EcsTools.Commands;

/// <summary>Runs a command in the guests of servers, by the cloud's agent or over SSH, and writes what it printed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EcsCommand", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsCommandResult))]
public sealed class InvokeEcsCommandCommand : EcsInstanceCmdlet, IDynamicParameters
{
    private readonly SshParameters _ssh = new();
    private SshLogin _login = new();

    private bool _areServersPiped;

    /// <summary>The script's text. Where servers are piped, it may be the only argument.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>Servers from the pipeline, where the only argument is the command.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = InputObjectSet, DontShow = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [EcsInstanceIdentityTransformation]
    public EcsInstanceIdentity[]? ServerObject { get; set; }

    /// <summary>What runs it; by default the shell on Linux and PowerShell on Windows.</summary>
    [Parameter]
    public EcsCommandType CommandType { get; set; }

    /// <summary>How it gets there.</summary>
    [Parameter]
    public GuestCommandMethod Method { get; set; }

    /// <summary>Who it runs as, by the agent; by default root on Linux and System on Windows.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The folder it runs in, by the agent.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>Values for {{name}} in the command, by the agent; at most ten.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Parameter { get; set; } = [];

    /// <summary>Requirements that do not refuse: GuestIdentity, for guests that cannot tell over SSH which server they are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RequirementCompleter))]
    public string[] IgnoreRequirement { get; set; } = [];

    /// <summary>How many servers are logged in to at a time.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 5;

    /// <inheritdoc/>
    public object GetDynamicParameters() => _ssh;

    private protected override EcsInstanceIdentity[]? Given => _areServersPiped ? ServerObject : InputObject;

    private protected override void Begin()
    {
        TakeOnlyArgument();
        try
        {
            _login = _ssh.ToLogin(ResolvePath);
            SshParameters.RefuseUnused(MyInvocation.BoundParameters.Keys, Method == GuestCommandMethod.Ssh || (Method != GuestCommandMethod.Agent && _login.HasSecret));
            RefuseOtherWaivers();
        }
        catch (EcsException error)
        {
            Fail(error);
        }
    }

    private protected override void Act(ConnectedAccount account, IReadOnlyList<EcsInstance> instances)
    {
        bool byAgent = GuestCommands.IsByAgent(account, Method, _login);
        EcsInstance[] wanted = [.. instances.Where(i => !IsRefused(account, i, byAgent) && Allows(i))];
        if (wanted.Length == 0)
        {
            return;
        }

        GuestCommandRequest request = new(new GuestCommand(Command)
        {
            Kind = CommandType,
            UserName = UserName,
            WorkingDirectory = WorkingDirectory,
            Timeout = _login.CommandTimeout,
            Parameters = Parameter.Cast<DictionaryEntry>().ToDictionary(
                p => p.Key.ToString(), p => Convert.ToString(p.Value, CultureInfo.InvariantCulture) ?? ""),
        })
        {
            Method = Method,
            Login = _login,
            MayBeSilent = IgnoreRequirement.Contains(EcsRequirementId.GuestIdentity, StringComparer.OrdinalIgnoreCase),
            ThrottleLimit = ThrottleLimit,
        };
        Audit.Begin(account, [.. wanted.Select(Describe)]);
        Board.Begin("Running the command", wanted.Length);
        Run(token => GuestCommands.RunAsync(account, request, wanted, result => Post(() => Finish(account, result)), token));
    }

    // The first argument is a server, unless servers come through the pipeline.
    private void TakeOnlyArgument()
    {
        bool isCommandGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Command));
        bool isServerGiven = MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));
        if (isServerGiven && MyInvocation.ExpectingInput)
        {
            if (isCommandGiven || InputObject is not [{ Text: { } text }])
            {
                Fail(InputErrors.Create("Servers were specified by a parameter and piped, too.", "Omit the pipeline, or specify nothing but the command."));
                return;
            }

            (Command, _areServersPiped) = (text, true);
        }
        else if (!isCommandGiven)
        {
            Fail(InputErrors.Create("No command was specified.", "Specify the text of the command with -Command, after the server."));
        }
    }

    // The only requirement that this command has.
    private void RefuseOtherWaivers()
    {
        if (Array.Find(IgnoreRequirement, i => !string.Equals(i, EcsRequirementId.GuestIdentity, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw InputErrors.Create(
                $"Cannot ignore the requirement '{other}': a command in a guest does not have it.",
                $"Specify {EcsRequirementId.GuestIdentity}, or omit -IgnoreRequirement.");
        }
    }

    private bool IsRefused(ConnectedAccount account, EcsInstance instance, bool byAgent)
    {
        EcsException? refusal = InstanceGuard.RefuseCommand(account, instance, byAgent);
        if (refusal is not null)
        {
            WriteError(refusal, instance);
        }

        return refusal is not null;
    }

    // The command itself may hold what nobody else should read. What it loses nobody knows, and it has no plan.
    private bool Allows(EcsInstance instance) =>
        Gate.Permits(new Change(instance, PolicyOperations.Command))
        && Confirmation.Ask($"{instance} in account {instance.Account}, {instance.Region}", "Run the command")
        && Gate.Agrees(new Change(instance, PolicyOperations.Command));

    // The text may hold a secret.
    private AuditEvent Describe(EcsInstance instance) =>
        new() { Kind = EcsAuditKind.Command, Operation = PolicyOperations.Command, Instance = instance, Detail = AuditEvent.Describe(Command) };

    // A command that ran has a result, whatever its exit code; one that did not, or not to its end, has an error too.
    private void Finish(ConnectedAccount account, EcsCommandResult result)
    {
        Board.CountDone();
        Audit.End(account, (Describe(result.Instance) with { RequestId = result.InvocationId }).Ended(result.Error));
        if (result.Status.Length > 0)
        {
            WriteObject(result);
        }

        if (result.IsTruncated)
        {
            WriteWarning($"The output of the command on {result.Instance} was truncated{(result.DroppedBytes > 0 ? $": {result.DroppedBytes} bytes were cut off" : "")}.");
        }

        if (result.Error is not null)
        {
            WriteError(result.Error, result.Instance);
        }
    }
}
