namespace EcsTools.Model;

/// <summary>Something that went wrong, with what a script and a person need to know about it. Never holds a secret.</summary>
public sealed class EcsException : Exception
{
    private const int LongestMessage = 4000;

    /// <summary>Makes an exception.</summary>
    /// <param name="errorId">One of <see cref="EcsErrorId"/>.</param>
    /// <param name="message">What happened and why. Where it quotes a cloud, characters that a terminal obeys are blanked, and what is endless is cut.</param>
    /// <param name="innerException">What caused it.</param>
    public EcsException(string errorId, string message, Exception? innerException = null)
        : base(Printable(message), innerException) => ErrorId = errorId;

    /// <summary>The stable id, one of <see cref="EcsErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The cloud's own code, or null.</summary>
    public string? CloudCode { get; init; }

    /// <summary>The HTTP status of the answer, or null.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The cloud's id of the request, for its support, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server it concerns, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>What the user can do, or null.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>For throttles: how long the cloud asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True if the request is known not to have been carried out, so that sending it again does no harm.</summary>
    public bool WasNotCarriedOut { get; init; }

    private static string Printable(string message)
    {
        char[] text = message.ToCharArray(0, Math.Min(message.Length, LongestMessage));
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] != '\n')
            {
                text[i] = ' ';
            }
        }

        return new string(text);
    }
}
