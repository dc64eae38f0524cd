using System.Security.Cryptography;
using System.Text;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Reliability;

/// <summary>A journal that something is wrong with.</summary>
internal interface IJournalScenario : IDisposable
{
    /// <summary>An entry that cannot be read.</summary>
    const string Torn = "{\"Schema\":1,\"OperationId\":\"torn";

    /// <summary>The folder that cmdlets are told; null for none.</summary>
    string? JournalPath { get; }

    /// <summary>Where all that was written into it can be found once it has been mended.</summary>
    string Folder { get; }

    /// <summary>False where this machine cannot play it.</summary>
    bool IsPossible { get; }

    /// <summary>Breaks it.</summary>
    /// <param name="target">The server that damage concerns.</param>
    /// <param name="session">The session with the sandbox.</param>
    void Break(EcsInstance target, ModuleSession session);

    /// <summary>Mends it as far as servers cannot be listed without.</summary>
    void Mend();

    /// <summary>What a server is called in a journal.</summary>
    static string Key(EcsInstance target) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target.AccountKey}/{target.Id}")).AsSpan(0, 12));
}
