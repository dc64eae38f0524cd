using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Core.Http;

/// <summary>The one way in which answers are read as text: as UTF-8, whatever they say of themselves.</summary>
internal static class AnswerText
{
    /// <summary>Reads an answer. The clouds answer in UTF-8; what stands before them may name any character set, and the runtime throws at some of them.</summary>
    /// <param name="content">The answer's content, or null where it has none.</param>
    /// <returns>The text, without a byte order mark.</returns>
    public static async Task<string> ReadAsync(HttpContent? content)
    {
        byte[] bytes = content is null ? [] : await content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
    }
}
