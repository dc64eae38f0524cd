using EcsTools.Core.Http;

namespace EcsTools.Core.Clouds.OpenStackApi;

/// <summary>What an answer with a page of a list tells about the next page.</summary>
/// <param name="Body">The answer, with an empty list.</param>
/// <param name="Rows">How many rows it had.</param>
/// <param name="LastId">By what the last row is known; null if the list is empty.</param>
/// <param name="At">Where this page began, or null.</param>
/// <param name="Limit">How many rows were asked for; null if the cloud chose.</param>
internal sealed record ListedPage(JsonRow Body, int Rows, string? LastId, string? At, int? Limit);
