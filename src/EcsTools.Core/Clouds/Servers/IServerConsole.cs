namespace EcsTools.Core.Clouds;

/// <summary>A cloud that shows the consoles of its servers. Text and pictures may contain secrets, and an address is one: none of them is in a message, a
/// log, or the journal.</summary>
internal interface IServerConsole
{
    /// <summary>True if the text comes from the server as it runs; false if the cloud recorded it earlier.</summary>
    bool IsConsoleLive { get; }

    /// <summary>Reads the text.</summary>
    /// <param name="lines">How many of the last lines are wanted; null for all. The cloud may return more.</param>
    /// <exception cref="EcsException"><see cref="EcsErrorId.IncorrectState"/> while the server has no console, for example because it is stopped.</exception>
    Task<ConsoleText> ReadConsoleAsync(EcsInstance instance, int? lines, CancellationToken cancellation);

    /// <summary>Takes a picture of the screen.</summary>
    /// <returns>The content of the file.</returns>
    /// <exception cref="EcsException"><see cref="EcsErrorId.NotSupported"/> if the cloud does not offer it.</exception>
    Task<byte[]> CaptureScreenAsync(EcsInstance instance, CancellationToken cancellation);

    /// <summary>Has the cloud create an address at which the console can be used.</summary>
    Task<ConsoleAddress> OpenConsoleAsync(EcsInstance instance, CancellationToken cancellation);
}
