using System.Text.RegularExpressions;

using EcsTools.Sandbox.Emulators.Alibaba.Disks;
using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Alibaba.Instances;

/// <summary>ModifyInstanceAttribute (docs/contracts/alibaba-ecs.md 3.10).</summary>
internal static class AttributeOperations
{
    private static readonly Regex LinuxHost = new(@"^(?=.{2,64}$)[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", RegexOptions.CultureInvariant);
    private static readonly Regex WindowsHost = new(@"^(?=.{2,15}$)(?!\d+$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant);

    public static IEnumerable<AlibabaOperation> All() =>
        [new("ModifyInstanceAttribute", IsWrite: true, (call, _) => Modify(call))];

    /// <summary>All parameters are checked before the first is applied.</summary>
    private static void Modify(AlibabaRequestContext call)
    {
        Server server = call.Server();
        AlibabaErrors.IfLockedForSecurity(server);
        List<Action> changes =
        [
            .. Name(call, server),
            .. Description(call, server),
            .. Password(call, server),
            .. HostName(call, server),
            .. Protection(call, server),
        ];
        changes.ForEach(c => c());
        call.Backend.Count("modify");
    }

    private static IEnumerable<Action> Name(AlibabaRequestContext call, Server server)
    {
        if (call.Text("InstanceName") is { } name)
        {
            if (name.Length is < 2 or > 128 || !char.IsLetter(name[0]) || IsUrl(name))
            {
                throw Malformed("InstanceName");
            }

            yield return () => server.Name = name;
        }
    }

    private static IEnumerable<Action> Description(AlibabaRequestContext call, Server server)
    {
        if (call.Text("Description") is { } text)
        {
            if (text.Length is < 2 or > 256 || IsUrl(text))
            {
                throw Malformed("Description");
            }

            yield return () => server.Description = text;
        }
    }

    /// <summary>Takes effect at the next start or restart through the API.</summary>
    private static IEnumerable<Action> Password(AlibabaRequestContext call, Server server)
    {
        if (call.Text("Password") is { } password)
        {
            RebuildLogin.CheckPassword(password, server.IsWindows);
            if (server.Phase == ServerPhase.Starting)
            {
                throw AlibabaErrors.InstanceStatus();
            }

            yield return () =>
            {
                server.PendingPassword = password;
                call.Backend.Count("set-password");
            };
        }
    }

    private static IEnumerable<Action> HostName(AlibabaRequestContext call, Server server)
    {
        if (call.Text("HostName") is { } name)
        {
            if (!(server.IsWindows ? WindowsHost : LinuxHost).IsMatch(name))
            {
                throw Malformed("HostName");
            }

            if (server.Phase is ServerPhase.Creating or ServerPhase.Starting)
            {
                throw AlibabaErrors.InstanceStatus();
            }

            yield return () => server.HostName = name;
        }
    }

    private static IEnumerable<Action> Protection(AlibabaRequestContext call, Server server)
    {
        if (call.Text("DeletionProtection") is not null)
        {
            bool isProtected = call.Flag("DeletionProtection");
            if (server.IsSubscription)
            {
                throw new AlibabaApiError(
                    403, "InvalidChargeType.ValueNotSupported", "The charge type of the instance does not support this operation.");
            }

            yield return () => server.IsProtected = isProtected;
        }
    }

    private static bool IsUrl(string text) => new[] { "http://", "https://" }.Any(h => text.StartsWith(h, StringComparison.Ordinal));

    private static AlibabaApiError Malformed(string name) =>
        new(400, $"Invalid{name}.Malformed", $"The specified parameter \"{name}\" is not valid.");
}
