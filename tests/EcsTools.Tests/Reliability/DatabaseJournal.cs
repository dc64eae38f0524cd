using EcsTools.Tests.Hosting;
using EcsTools.Tests.Safety.Wire;

namespace EcsTools.Tests.Reliability;

/// <summary>A journal in a database, with a fault for each that a folder can have.</summary>
internal sealed class DatabaseJournal : IJournalScenario
{
    private readonly ChildDatabase _database;
    private readonly JournalFault _fault;

    /// <summary>Makes one that is whole.</summary>
    /// <param name="database">Where it is; emptied.</param>
    /// <param name="fault">What will be wrong with it.</param>
    public DatabaseJournal(ChildDatabase database, JournalFault fault)
    {
        (_database, _fault) = (database, fault);
        _database.Execute("TRUNCATE operation, claim, spent_plan, audit, account_use, throttle");
        Folder = Directory.CreateTempSubdirectory("ecstools-matrix-").FullName;
    }

    /// <inheritdoc/>
    public string? JournalPath => null;

    /// <inheritdoc/>
    public string Folder { get; }

    /// <inheritdoc/>
    public bool IsPossible => true;

    /// <inheritdoc/>
    public void Break(EcsInstance target, ModuleSession session)
    {
        switch (_fault)
        {
            case JournalFault.NoFolder:
                _database.Execute($"ALTER ROLE {_database.Role} NOLOGIN");
                _database.CutConnections();
                break;
            case JournalFault.ReadOnly:
                // As a standby answers.
                _database.Execute($"ALTER ROLE {_database.Role} SET default_transaction_read_only = on");
                _database.CutConnections();
                break;
            case JournalFault.DiskFull:
                _database.Execute(
                    """
                    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
                    CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON runner EXECUTE FUNCTION full_disk();
                    CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON claim EXECUTE FUNCTION full_disk();
                    CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON operation EXECUTE FUNCTION full_disk();
                    CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON audit EXECUTE FUNCTION full_disk();
                    """);
                break;
            case JournalFault.Damaged:
                _database.Execute($"INSERT INTO operation (operation_id, server_key, entry) VALUES ('{Guid.NewGuid():N}', '{IJournalScenario.Key(target)}', '{IJournalScenario.Torn}')");
                break;
        }
    }

    /// <inheritdoc/>
    public void Mend()
    {
        File.WriteAllText(Path.Combine(Folder, "state.json"), _database.Execute("SELECT entry FROM operation UNION ALL SELECT line FROM audit"));
        switch (_fault)
        {
            case JournalFault.NoFolder:
                _database.Execute($"ALTER ROLE {_database.Role} LOGIN");
                break;
            case JournalFault.ReadOnly:
                _database.Execute($"ALTER ROLE {_database.Role} RESET default_transaction_read_only");
                _database.CutConnections();
                break;
            case JournalFault.DiskFull:
                _database.Execute("DROP FUNCTION full_disk CASCADE");
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
