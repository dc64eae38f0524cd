using System.Collections.Concurrent;
using System.Net;

using EcsTools.Core.State;
using EcsTools.Postgres;

namespace EcsTools.Internal;

/// <summary>The databases that this process uses for its state: one store for each, shared by all runspaces, since its claims are the process's.</summary>
internal static class StateDatabases
{
    private static readonly ConcurrentDictionary<StateAddress, Lazy<IStateStore>> Stores = new();
    private static readonly ConcurrentDictionary<(string? Vault, string Name), string> Secrets = new();

    /// <summary>Opens a store, or takes the one that is open. The driver is loaded by this call.</summary>
    /// <exception cref="EcsException">It cannot be used.</exception>
    public static IStateStore Open(StateAddress address)
    {
        Lazy<IStateStore> store = Stores.GetOrAdd(address, static a => new Lazy<IStateStore>(() => PostgresStateStore.Open(a, FindPassword(a))));
        try
        {
            return store.Value;
        }
        catch
        {
            // What is in the way now may be mended with the next command.
            Stores.TryRemove(address, out _);
            throw;
        }
    }

    /// <summary>Makes the tables of a database, or brings them up to date.</summary>
    /// <returns>What is there then.</returns>
    public static EcsStateStore Initialize(StateAddress address, string[] grantTo)
    {
        int before = PostgresStateStore.Initialize(address, FindPassword(address), grantTo);
        return new EcsStateStore { Location = address.ToString(), Schema = address.Schema, Version = PostgresStateStore.CurrentVersion, PreviousVersion = before, GrantedTo = grantTo };
    }

    /// <summary>Says what <see cref="Initialize"/> would do.</summary>
    public static string DescribeInitialize(StateAddress address, string[] grantTo)
    {
        int found = PostgresStateStore.ReadVersion(address, FindPassword(address));
        string tables = found == PostgresStateStore.CurrentVersion ? $"Keep the tables (version {found})"
            : found == 0 ? $"Create the tables (version {PostgresStateStore.CurrentVersion})" : $"Update the tables from version {found} to {PostgresStateStore.CurrentVersion}";
        return $"{tables} in schema '{address.Schema}'" + (grantTo.Length == 0 ? "" : $", and grant the rights of a runner to {string.Join(", ", grantTo)}");
    }

    /// <summary>Fetches the password of a database from its vault, which only a command can do, on its own thread.</summary>
    /// <param name="address">The database; null for none.</param>
    public static void FetchSecret(CommandInvocationIntrinsics invoke, StateAddress? address)
    {
        if (address is { SecretName: { } name } && !Secrets.ContainsKey((address.VaultName, name)))
        {
            PSCredential secret = SecretManagementClient.Get(invoke, address.VaultName, name, address.User ?? Environment.UserName);
            Secrets[(address.VaultName, name)] = new NetworkCredential("", secret.Password).Password;
        }
    }

    private static string? FindPassword(StateAddress address) =>
        address.SecretName is { } name && Secrets.TryGetValue((address.VaultName, name), out string? password) ? password : null;
}
