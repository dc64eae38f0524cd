using System.Net;

using EcsTools.Tests.Hosting;
using EcsTools.Tests.Labs;

namespace EcsTools.Tests.Commands;

/// <summary>A session whose scripts find the lab's identity service in <c>$identity</c> and the lab's user in <c>$user</c>.</summary>
internal sealed class LabSession(OpenStackLab lab) : IDisposable
{
    /// <summary>A script that connects to the lab.</summary>
    public const string Connect = "Connect-EcsAccount OpenStack -Name lab -Endpoint $identity -ProjectName lab -Credential $user";

    private readonly ModuleSession _session = new();

    public Outcome Invoke(string script, params (string Name, object? Value)[] variables) => _session.Invoke(script, WithLab(variables));

    /// <summary>Runs a script that must not fail.</summary>
    /// <returns>What it wrote of this type.</returns>
    public IReadOnlyList<T> Run<T>(string script, params (string Name, object? Value)[] variables) =>
        [.. _session.Run(script, WithLab(variables)).Select(o => o.BaseObject).OfType<T>()];

    public void Dispose() => _session.Dispose();

    private (string Name, object? Value)[] WithLab((string Name, object? Value)[] variables) =>
        [("identity", lab.Identity), ("user", new PSCredential(OpenStackLab.User, new NetworkCredential("", lab.Password).SecurePassword)), .. variables];
}
