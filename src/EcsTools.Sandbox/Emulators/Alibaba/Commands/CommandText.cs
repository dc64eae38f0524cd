using System.Text;
using System.Text.RegularExpressions;

using EcsTools.Sandbox.Fleet;

using Newtonsoft.Json;

namespace EcsTools.Sandbox.Emulators.Alibaba.Commands;

/// <summary>The text of a command with its parameters (docs/contracts/alibaba-ecs.md 3.20). The contract lists the error codes of
/// parameters without assigning them to causes: they are assigned here by their names.</summary>
internal sealed class CommandText(string content, IReadOnlyDictionary<string, string>? parameters)
{
    private const int MostBytes = 24 * 1024;
    private const int MostPairs = 10;
    private const int LongestName = 64;
    private static readonly Regex Placeholder = new(@"\{\{\s*([a-zA-Z0-9_:-]+)\s*\}\}", RegexOptions.CultureInvariant);

    public static CommandText Read(AlibabaRequestContext call)
    {
        string content = ReadContent(call);
        if (!call.Flag("EnableParameter"))
        {
            return call.Text("Parameters") is null
                ? new CommandText(content, null)
                : throw new AlibabaApiError(400, "Parameter.Disabled", "Parameters are not enabled for this command.");
        }

        Dictionary<string, string> parameters = ReadParameters(call.Text("Parameters"));
        string[] names = [.. Placeholder.Matches(content).Cast<Match>().Select(m => m.Groups[1].Value).Where(n => !IsBuiltIn(n))];
        return names.All(parameters.ContainsKey)
            ? parameters.Keys.All(k => names.Contains(k, StringComparer.OrdinalIgnoreCase))
                ? new CommandText(content, parameters)
                : throw new AlibabaApiError(403, "Parameter.NotMatched", "A parameter does not appear in the command.")
            : throw new AlibabaApiError(400, "Parameter.MissingValue", "A parameter of the command has no value.");
    }

    public string For(AlibabaRequestContext call, Server server, string invokeId, string commandId) => parameters is null
        ? content
        : Placeholder.Replace(content, match => match.Groups[1].Value switch
        {
            "ACS::RegionId" => call.Backend.Region,
            "ACS::AccountId" => call.Backend.AccountId,
            "ACS::InstanceId" => server.Id,
            "ACS::InstanceName" => server.Name,
            "ACS::InvokeId" => invokeId,
            "ACS::CommandId" => commandId,
            { } name => parameters.TryGetValue(name, out string? value) ? value : match.Value,
        });

    private static bool IsBuiltIn(string name) => name.StartsWith("ACS::", StringComparison.Ordinal);

    private static string ReadContent(AlibabaRequestContext call)
    {
        string content = call.Required("CommandContent");
        bool isBase64 = call.Text("ContentEncoding") == "Base64";
        int size = isBase64 ? content.Length : Convert.ToBase64String(Encoding.UTF8.GetBytes(content)).Length;
        if (size + (call.Text("Parameters")?.Length ?? 0) > MostBytes)
        {
            throw new AlibabaApiError(403, "CmdContent.ExceedLimit", "The maximum length of a command is exceeded.");
        }

        try
        {
            return isBase64 ? Encoding.UTF8.GetString(Convert.FromBase64String(content)) : content;
        }
        catch (FormatException)
        {
            throw AlibabaErrors.Invalid("CommandContent");
        }
    }

    private static Dictionary<string, string> ReadParameters(string? json)
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        foreach (JProperty property in Parse(json).Properties())
        {
            if (property.Name.Length > LongestName)
            {
                throw new AlibabaApiError(403, "ParameterKey.ExceedLimit", "The name of a parameter is too long.");
            }

            if (parameters.ContainsKey(property.Name))
            {
                throw new AlibabaApiError(403, "ParameterKey.Duplicate", "A parameter is given twice.");
            }

            parameters[property.Name] = property.Value.Type == JTokenType.String ? (string)property.Value! : throw Unreadable();
        }

        return parameters.Count <= MostPairs
            ? parameters
            : throw new AlibabaApiError(403, "ParameterCount.ExceedLimit", "There are too many parameters.");
    }

    private static JObject Parse(string? json)
    {
        // A value that looks like a time stays the text it is.
        using JsonTextReader reader = new(new StringReader(json ?? "{}")) { DateParseHandling = DateParseHandling.None };
        try
        {
            return JObject.Load(reader);
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    private static AlibabaApiError Unreadable() => new(400, "InvalidParameter.Parameters", "The parameters are no map of texts.");
}
