using System.Text;

using EcsTools.Core.Http;

namespace EcsTools.Core.Tests.Http;

/// <summary>Brings what a test has as a tree into the form in which it would come from a cloud.</summary>
internal static class JsonRowExtensions
{
    public static JsonRow AsRow(this JObject json) => Row(json.ToString());

    public static JsonRow Row(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return JsonTable.Read(bytes, bytes.Length, [], static _ => { });
    }
}
