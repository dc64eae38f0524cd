namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>What may be done to a server's power.</summary>
internal enum PowerVerb
{
    /// <summary>Switch it on.</summary>
    Start,

    /// <summary>Shut it down.</summary>
    Stop,

    /// <summary>Restart it.</summary>
    Reboot,
}
