using EcsTools.Core.Diagnostics;
using EcsTools.Core.Http;
using EcsTools.Core.Security;

namespace EcsTools.Core.Journaling;

/// <summary>
/// Which plans were run: a file for each beside the journal, created before anything is sent, so that of two processes only one creates it.
/// </summary>
internal sealed class SpentPlans
{
    private const string Suffix = ".spent";

    // Longer than any plan may be run.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(400);
    private readonly string _folder;

    public SpentPlans(string folder) => _folder = folder;

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>Notes that a plan is run.</summary>
    /// <exception cref="EcsException"><see cref="EcsErrorId.PlanChanged"/> if it was before, <see cref="EcsErrorId.JournalUnavailable"/>.</exception>
    public void Spend(EcsPlan plan)
    {
        string file = FileOf(plan);
        try
        {
            Forget();
            if (SecureFiles.TryCreate(file, lasts: true))
            {
                return;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EcsException(EcsErrorId.JournalUnavailable, $"Cannot record in {_folder} that {plan} is run: {error.Message}", error)
            {
                WasNotCarriedOut = true,
                RecommendedAction = "Set the environment variable ECSTOOLS_STATE to a folder that you can write to.",
            };
        }

        throw new EcsException(EcsErrorId.PlanChanged, $"Skipped {plan}: the plan was run before.")
        {
            InstanceId = plan.Instance.Id,
            WasNotCarriedOut = true,
            RecommendedAction = "Create a new plan with -PlanOnly and have it approved.",
        };
    }

    /// <summary>Notes that a plan was not run after all: nothing was sent.</summary>
    public void Return(EcsPlan plan)
    {
        try
        {
            File.Delete(FileOf(plan));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays spent, which only costs another approval.
            AmbientLog.Current.Verbose($"{plan} stays marked as run: {error.Message}");
        }
    }

    private string FileOf(EcsPlan plan) => Path.Combine(_folder, HexDigest.Sha256($"{plan.Instance.AccountKey}/{plan.PlanId}") + Suffix);

    private void Forget()
    {
        foreach (string file in Directory.EnumerateFiles(_folder, "*" + Suffix))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Retention)
            {
                File.Delete(file);
            }
        }
    }
}
