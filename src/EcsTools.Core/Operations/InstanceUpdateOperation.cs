using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;
using EcsTools.Model;

namespace EcsTools.Core.Operations;

/// <summary>Changes a server's name, description and protection, and reads them back.</summary>
public static class InstanceUpdateOperation
{
    private const int MostLooks = 5;
    private static readonly TimeSpan LookDelay = TimeSpan.FromSeconds(2);

    /// <summary>Sends the change once and looks until it shows.</summary>
    /// <param name="account">The account the server came from.</param>
    /// <param name="edit">What is to be changed.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The server as read afterwards.</returns>
    /// <exception cref="EcsException">The cloud refused or does not offer it; <see cref="EcsErrorId.OutcomeUnknown"/> if it was
    /// accepted, or its answer lost, and it does not show.</exception>
    public static async Task<EcsInstance> RunAsync(ConnectedAccount account, EcsInstance instance, InstanceUpdate edit, CancellationToken cancellation)
    {
        IInstanceUpdater editor = account.Cloud as IInstanceUpdater
            ?? throw StepErrors.NotSupported($"{account.Info.Cloud} does not offer this.", action: null, instance.Id);
        EcsException? lost = null;
        try
        {
            await editor.EditAsync(instance, edit, cancellation).ConfigureAwait(false);
        }
        catch (EcsException error) when (error.ErrorId == EcsErrorId.OutcomeUnknown)
        {
            // What it was to bring about can be read.
            lost = error;
        }

        EcsException? unread = null;
        for (int look = 0; look < MostLooks; look++)
        {
            if (look > 0)
            {
                await account.Time.Delay(LookDelay, cancellation).ConfigureAwait(false);
            }

            try
            {
                IReadOnlyDictionary<string, EcsInstance> found = await InstanceLookup.FindByIdAsync(account, [instance.Id], cancellation).ConfigureAwait(false);
                if (found.TryGetValue(instance.Id, out EcsInstance? now) && edit.IsDone(now))
                {
                    return now;
                }
            }
            catch (EcsException error)
            {
                // Not being able to look is no verdict on what was sent.
                unread = error;
            }
        }

        string why = unread is null ? "does not show it" : $"it cannot be read back: {unread.Message.TrimEnd('.')}";
        throw lost ?? new EcsException(EcsErrorId.OutcomeUnknown, $"The cloud accepted the change of {instance}, but {why}.", unread)
        {
            InstanceId = instance.Id,
            RecommendedAction = unread?.RecommendedAction ?? "Look at the server with Get-EcsInstance; the same command may be given again.",
        };
    }
}
