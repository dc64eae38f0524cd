using Newtonsoft.Json;

namespace EcsTools.Sandbox.Hosting;

/// <summary>Changes the JSON of a response as a cloud might change it under its clients.</summary>
internal static class ResponseMutation
{
    public static string AddFields(string body) => Change(body, root =>
    {
        foreach (JObject found in root.DescendantsAndSelf().OfType<JObject>().ToList())
        {
            found.AddFirst(new JProperty("x_new_list", new JArray(1, "two", null!, new JObject())));
            found.Add("xNewObject", new JObject(new JProperty("id", "none"), new JProperty("status", 7)));
        }
    });

    public static string Nullify(string body) => Change(body, root => Replace(root, _ => JValue.CreateNull()));

    public static string Retype(string body) => Change(body, root => Replace(root, value => value.Type switch
    {
        JTokenType.String => new JObject(new JProperty("value", (string?)value)),
        JTokenType.Integer or JTokenType.Float => new JArray((object?)value.Value!),
        JTokenType.Boolean => new JValue(17),
        _ => new JValue("nothing"),
    }));

    private static void Replace(JContainer root, System.Func<JValue, JToken> make)
    {
        foreach (JValue value in root.Descendants().OfType<JValue>().ToList())
        {
            value.Replace(make(value));
        }
    }

    private static string Change(string body, System.Action<JContainer> change)
    {
        if (body.Length == 0)
        {
            return body;
        }

        using JsonTextReader reader = new(new System.IO.StringReader(body)) { DateParseHandling = DateParseHandling.None };
        JContainer root = (JContainer)JToken.ReadFrom(reader);
        change(root);
        return root.ToString(Formatting.None);
    }
}
