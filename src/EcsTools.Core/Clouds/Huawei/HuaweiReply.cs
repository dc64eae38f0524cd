using System;
using System.Collections.Generic;

using EcsTools.Core.Http;
using EcsTools.Model;

using Newtonsoft.Json.Linq;

namespace EcsTools.Core.Clouds.Huawei;

/// <summary>A call and its answer.</summary>
/// <param name="Call">The call.</param>
/// <param name="Answer">The answer, judged a success.</param>
internal sealed record HuaweiReply(CloudCall Call, CloudAnswer Answer)
{
    /// <summary>The cloud's id of the request, or null.</summary>
    public string? RequestId => Answer.Header("X-Request-Id");

    /// <summary>The body.</summary>
    /// <returns>The object.</returns>
    /// <exception cref="EcsException">The body is no JSON object.</exception>
    public JObject Read() => Answer.ReadObject(Call);

    /// <summary>A list that the body must hold.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The list.</returns>
    /// <exception cref="EcsException">The body holds no such list.</exception>
    public JArray ReadList(string name) => Read().List(name) ?? throw MissesList(name);

    /// <summary>The body, but for a list that it must hold, whose rows are made into something one by one.</summary>
    /// <typeparam name="T">What rows are made into.</typeparam>
    /// <param name="name">The field.</param>
    /// <param name="fields">The fields of a row that are wanted.</param>
    /// <param name="map">Makes something of a row.</param>
    /// <returns>The body, with an empty list, and what was made of the rows. What is no object is no row.</returns>
    /// <exception cref="EcsException">The body holds no such list.</exception>
    public (JObject Body, IReadOnlyList<T> Rows) ReadRows<T>(string name, ISet<string> fields, Func<JObject, T> map)
    {
        (JObject body, IReadOnlyList<T> rows) = Answer.ReadRows(Call, [name], fields, map);
        return body.List(name) is null ? throw MissesList(name) : (body, rows);
    }

    /// <summary>An object that the body must hold.</summary>
    /// <param name="name">The field.</param>
    /// <returns>The object.</returns>
    /// <exception cref="EcsException">The body holds no such object.</exception>
    public JObject ReadObject(string name) => Read().Object(name) ?? throw Malformed($"there is no '{name}' in it");

    /// <summary>What the cloud gave to recognise an accepted change by: a job, or the order of a prepaid server that comes without one.</summary>
    /// <returns>The receipt.</returns>
    /// <exception cref="EcsException">The body holds neither.</exception>
    public StepReceipt ReadReceipt()
    {
        JObject body = Read();
        string? job = body.Text("job_id");
        string? order = body.Text("order_id");
        if (job is null && order is null)
        {
            throw Malformed("there is no job_id in it");
        }

        StepReceipt receipt = new() { JobId = job, RequestId = RequestId };
        return order is null ? receipt : receipt with { Facts = new Dictionary<string, string> { [StepFact.OrderId] = order } };
    }

    /// <summary>The error for an answer without the form the contract gives.</summary>
    /// <param name="why">What is wrong with it.</param>
    /// <returns>The error.</returns>
    public EcsException Malformed(string why) => Answer.Malformed(Call, why);

    private EcsException MissesList(string name) => Malformed($"there is no list '{name}' in it");
}
