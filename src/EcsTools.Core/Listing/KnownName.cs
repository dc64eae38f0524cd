namespace EcsTools.Core.Listing;

/// <summary>Something that an account has, as completion offers it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; the id where it has none.</param>
public sealed record KnownName(string Id, string Name);
