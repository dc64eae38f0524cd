using System.Collections.ObjectModel;

namespace EcsTools.Internal;

/// <summary>
/// Asks a user's script block whether a server is well. The block sees the server as <c>$_</c>. It passes only if its last output is
/// true, PowerShell has written no error, and the last program that it ran has exited with 0: whatever else happens is a no.
/// </summary>
internal sealed class HealthCheck
{
    private const string ExitCode = "global:LASTEXITCODE";
    private const string Underbar = "_";

    // A program's standard error is a stream of its own, not an error of PowerShell's.
    private static readonly string[] NativeErrorIds = ["NativeCommandError", "NativeCommandErrorMessage"];

    private readonly ScriptBlock _script;
    private readonly PSVariableIntrinsics _variables;
    private readonly Action<Action> _post;

    /// <summary>Initializes a check.</summary>
    /// <param name="post">Runs an action on the pipeline thread, the only one on which a block may run.</param>
    public HealthCheck(ScriptBlock script, PSVariableIntrinsics variables, Action<Action> post)
    {
        _script = script;
        _variables = variables;
        _post = post;
    }

    /// <summary>Runs the check; may be called from any thread.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.HealthCheckFailed"/> if it has not passed.</exception>
    public async Task RunAsync(EcsInstance instance, CancellationToken cancellation)
    {
        TaskCompletionSource<EcsException?> verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellation.Register(() => verdict.TrySetCanceled(cancellation));
        _post(() => Ask(instance, verdict));
        if (await verdict.Task.ConfigureAwait(false) is { } failure)
        {
            throw failure;
        }
    }

    private void Ask(EcsInstance instance, TaskCompletionSource<EcsException?> verdict)
    {
        List<Action> restore = [Exchange(_variables, ExitCode, 0)];
        if (_script.Module?.SessionState?.PSVariable is { } own)
        {
            // A block of a module does not see the variables of who calls it.
            restore.Add(Exchange(own, Underbar, instance));
            restore.Add(Exchange(own, "ConfirmPreference", ConfirmImpact.None));
        }

        try
        {
            verdict.TrySetResult(Judge(instance, Invoke(instance)));
        }
        catch (PipelineStoppedException)
        {
            verdict.TrySetCanceled();
            throw;
        }
        catch (Exception error) when (error is FlowControlException or RuntimeException)
        {
            verdict.TrySetResult(Failed(instance, Describe(error), error));
        }
        finally
        {
            restore.ForEach(r => r());
        }
    }

    // Errors are merged into the output, since nothing else tells those that were written from those that were caught or silenced. The
    // block is called by a command, which ConstrainedLanguage allows, and which makes $_ the block's own: one that it only sees is lost with the
    // first error that it catches. Nobody can answer a question in the middle of a rollout.
    private Collection<PSObject> Invoke(EcsInstance instance) =>
        ScriptBlock.Create("param($server, $check) $ConfirmPreference = 'None'; & { , $server | Microsoft.PowerShell.Core\\ForEach-Object -Process $check } 2>&1")
            .Invoke(instance, _script);

    private static Action Exchange(PSVariableIntrinsics variables, string name, object value)
    {
        PSVariable? before = variables.Get(name);
        object? old = before?.Value;
        variables.Set(name, value);
        return () =>
        {
            // The engine keeps the place of the automatic variable.
            if (before is null && name != Underbar)
            {
                variables.Remove(name);
            }
            else
            {
                variables.Set(name, old);
            }
        };
    }

    private EcsException? Judge(EcsInstance instance, Collection<PSObject> written)
    {
        ErrorRecord[] records = [.. written.Select(o => o?.BaseObject).OfType<ErrorRecord>()];
        PSObject?[] output = [.. written.Where(o => o?.BaseObject is not ErrorRecord)];
        if (records.FirstOrDefault(r => !IsNative(r)) is { } error)
        {
            return Failed(instance, $"it wrote an error: {Text(error)}", error.Exception);
        }

        object? code = _variables.GetValue(ExitCode);
        if (LanguagePrimitives.IsTrue(code))
        {
            string said = records.LastOrDefault(IsNative) is { } last ? $": {Text(last)}" : "";
            return Failed(instance, $"a program exited with code {code}{said}", null);
        }

        return output.Length == 0 ? Failed(instance, "it returned nothing", null)
            : LanguagePrimitives.IsTrue(output[output.Length - 1]) ? null
            : Failed(instance, $"it returned {Quote(output[output.Length - 1])}", null);
    }

    private static bool IsNative(ErrorRecord record) => NativeErrorIds.Contains(record.FullyQualifiedErrorId, StringComparer.Ordinal);

    private static string Text(ErrorRecord record) => record.ToString().Trim().TrimEnd('.');

    private static string Quote(PSObject? value) => value?.BaseObject switch
    {
        null => "$null",
        bool => "$false",
        string => "an empty text",
        Array => "an empty list",
        _ => value.ToString(),
    };

    private static string Describe(Exception error) => error switch
    {
        FlowControlException => "it ended with break, continue or exit",
        _ => $"it ended with an error: {ScriptErrors.Unwrap(error).Message.TrimEnd('.')}",
    };

    private static EcsException Failed(EcsInstance instance, string why, Exception? error) =>
        new(EcsErrorId.HealthCheckFailed, $"Health check failed for {instance}: {why}.", error)
        {
            InstanceId = instance.Id,
            RecommendedAction = "Check the server before you continue.",
        };
}
