using System;
using System.Collections.Generic;
using System.Globalization;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.OpenStack;

/// <summary>A call and its answer.</summary>
/// <param name="Call">The call.</param>
/// <param name="Answer">The answer.</param>
internal sealed record OpenStackReply(CloudCall Call, CloudAnswer Answer)
{
    /// <summary>The service's id of the request, by which Nova lists what was done to a server, or null.</summary>
    public string? RequestId => FindRequestId(Answer);

    /// <summary>The cloud's own time, or null if it does not tell.</summary>
    public DateTimeOffset? Date => DateTimeOffset.TryParse(
        Answer.Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date) ? date : null;

    /// <summary>The id of the request in an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The id, or null.</returns>
    public static string? FindRequestId(CloudAnswer answer) => answer.Header("X-Openstack-Request-Id") ?? answer.Header("X-Compute-Request-Id");

    /// <summary>The body.</summary>
    /// <returns>The object.</returns>
    /// <exception cref="EcsException">It is none.</exception>
    public JObject Read() => Answer.ReadObject(Call);

    /// <summary>A list that the body must hold.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The list.</returns>
    /// <exception cref="EcsException">There is none.</exception>
    public JArray ReadList(string name) => Read().List(name) ?? throw MissesList(name);

    /// <summary>The body, but for a list that it must hold, whose rows are made into something one by one.</summary>
    /// <typeparam name="T">What rows are made into.</typeparam>
    /// <param name="name">The field.</param>
    /// <param name="map">Makes something of a row.</param>
    /// <returns>The body, with an empty list, and what was made of the rows. What is no object is no row.</returns>
    /// <exception cref="EcsException">There is no such list.</exception>
    public (JObject Body, IReadOnlyList<T> Rows) ReadRows<T>(string name, Func<JObject, T> map)
    {
        (JObject body, IReadOnlyList<T> rows) = Answer.ReadRows(Call, [name], null, map);
        return body.List(name) is null ? throw MissesList(name) : (body, rows);
    }

    /// <summary>An object that the body must hold.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The object.</returns>
    /// <exception cref="EcsException">There is none.</exception>
    public JObject ReadObject(string name) => Read().Object(name) ?? throw Malformed($"there is no '{name}' in it");

    /// <summary>The error for an answer without the form that the API reference gives.</summary>
    /// <param name="why">What is wrong with it.</param>
    /// <returns>The error.</returns>
    public EcsException Malformed(string why) => Answer.Malformed(Call, why);

    private EcsException MissesList(string name) => Malformed($"there is no list '{name}' in it");
}
