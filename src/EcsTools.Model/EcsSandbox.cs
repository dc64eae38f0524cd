namespace EcsTools.Model;

/// <summary>The clouds played on this machine, and what opens them. The keys are made anew at every start and open nothing else.</summary>
public sealed record EcsSandbox
{
    /// <summary>Where it listens, or null if it is only reached from this process.</summary>
    public Uri? Url { get; init; }

    /// <summary>The access key's id.</summary>
    public string AccessKeyId { get; init; } = "";

    /// <summary>The access key's secret.</summary>
    public string AccessKeySecret { get; init; } = "";

    /// <summary>The project's id at Huawei Cloud.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>The project's id at Open Telekom Cloud.</summary>
    public string OtcProjectId { get; init; } = "";

    /// <summary>Token login: the domain's name.</summary>
    public string DomainName { get; init; } = "";

    /// <summary>Token login: the user.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Token login: the password.</summary>
    public string Password { get; init; } = "";

    /// <summary>The key pair that the servers have.</summary>
    public string KeyPairName { get; init; } = "";

    /// <summary>The file with the key pair's private key; it is removed when the sandbox stops.</summary>
    public string KeyFile
    {
        get
        {
            WriteKeyFile?.Invoke();
            return field;
        }
        init;
    } = "";

    /// <summary>A key pair that no server has, to give to one.</summary>
    public string SecondKeyPairName { get; init; } = "";

    /// <summary>The file with that key pair's private key; it is removed when the sandbox stops.</summary>
    public string SecondKeyFile
    {
        get
        {
            WriteSecondKeyFile?.Invoke();
            return field;
        }
        init;
    } = "";

    /// <summary>The names of the accounts that were connected to it.</summary>
    public IReadOnlyList<string> Accounts { get; init => field = Readable.Items(value); } = Readable.NoItems<string>();

    /// <summary>How many servers its accounts have, in all.</summary>
    public int InstanceCount { get; init; }

    /// <summary>How many requests it has answered.</summary>
    public int RequestCount { get; init; }

    /// <summary>How many of them asked for a change.</summary>
    public int WriteCount { get; init; }

    /// <summary>Requests by operation, for example <c>alibaba:StopInstances</c>.</summary>
    public IReadOnlyDictionary<string, int> Operations { get; init => field = Readable.Pairs(value); } = Readable.NoPairs<int>();

    /// <summary>What took effect, by cloud and kind, for example <c>Alibaba:stop</c>.</summary>
    public IReadOnlyDictionary<string, int> Effects { get; init => field = Readable.Pairs(value); } = Readable.NoPairs<int>();

    /// <summary>Writes <see cref="KeyFile"/> for the first who asks where it is: a key takes a while to make, and many sessions never use it.</summary>
    internal Action? WriteKeyFile { get; init; }

    /// <summary>As <see cref="WriteKeyFile"/>.</summary>
    internal Action? WriteSecondKeyFile { get; init; }
}
