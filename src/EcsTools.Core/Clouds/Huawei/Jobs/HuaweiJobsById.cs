namespace EcsTools.Core.Clouds.Huawei;

/// <summary>Jobs as just read, to be looked up for each of the steps that they carry out.</summary>
/// <param name="jobs">The jobs by id; null inside for one that the cloud does not know, or no longer.</param>
internal sealed class HuaweiJobsById(IReadOnlyDictionary<string, HuaweiJob?> jobs)
{
    /// <summary>The job of a step; null if there is none that can be asked.</summary>
    public HuaweiJob? Find(SentStep sent) => sent.Handle?.JobId is { } id && jobs.TryGetValue(id, out HuaweiJob? job) ? job : null;
}
