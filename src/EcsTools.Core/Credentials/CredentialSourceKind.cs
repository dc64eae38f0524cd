namespace EcsTools.Core.Credentials;

/// <summary>The steps in which accounts are looked for, in this order; the first that has a usable one ends the search.</summary>
internal enum CredentialSourceKind
{
    /// <summary>Environment variables, and profiles that one of them names.</summary>
    Environment,

    /// <summary>The vendors' own files.</summary>
    File,

    /// <summary>The metadata service of the server this runs on.</summary>
    Metadata,
}
