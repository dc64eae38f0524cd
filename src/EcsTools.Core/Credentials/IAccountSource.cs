namespace EcsTools.Core.Credentials;

/// <summary>A place in which accounts are looked for. It reads variables and files only: it sends nothing and runs no program.</summary>
internal interface IAccountSource
{
    /// <summary>Looks.</summary>
    /// <param name="cloud">The cloud the user has named, or null; some variables are common to several clouds.</param>
    IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud);
}
