namespace EcsTools.Core.Clouds;

/// <summary>Where the console of a server can be used.</summary>
internal readonly record struct ConsoleAddress
{
    private ConsoleAddress(string url, TimeSpan? validity) => (Url, Validity) = (url, validity);

    public string Url { get; }

    /// <summary>For how long it can be opened; null if no source says.</summary>
    public TimeSpan? Validity { get; }

    /// <summary>Reads an address. Anything but a page or a socket is refused, since users open what is written here.</summary>
    /// <returns>The address; null if it cannot be one.</returns>
    public static ConsoleAddress? Read(string? url, TimeSpan? validity) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" or "wss" or "ws"
            ? new ConsoleAddress(address.AbsoluteUri, validity)
            : null;

    /// <summary>Nothing of the address, which is a credential.</summary>
    public override string ToString() => nameof(ConsoleAddress);
}
