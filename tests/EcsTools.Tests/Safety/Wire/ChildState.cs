using System.Text.Json.Nodes;

namespace EcsTools.Tests.Safety.Wire;

/// <summary>Where processes keep their state: a folder that they share.</summary>
internal class ChildState : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-state-").FullName;

    /// <summary>A folder for scripts, which is no part of the state.</summary>
    public string Folder => _folder;

    /// <summary>What <c>ECSTOOLS_STATE</c> is set to, and other variables that go with it.</summary>
    public virtual IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string> { ["ECSTOOLS_STATE"] = _folder };

    /// <summary>The folder of the journal, for sessions of this process; null if it is none.</summary>
    public virtual string? JournalPath => Path.Combine(_folder, "journal");

    /// <summary>Waits, so to speak, until what a killed process has claimed is free.</summary>
    public virtual void EndClaims()
    {
    }

    /// <summary>Has what was sent be sent two hours earlier.</summary>
    public virtual void Age()
    {
        foreach (string file in Directory.GetFiles(JournalPath!, "*.json"))
        {
            JsonNode entry = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (JsonNode? step in entry["Steps"]!.AsArray())
            {
                step!["SentAt"] = step["SentAt"]!.GetValue<DateTimeOffset>().AddHours(-2);
            }

            File.WriteAllText(file, entry.ToJsonString());
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose() => Directory.Delete(_folder, recursive: true);
}
