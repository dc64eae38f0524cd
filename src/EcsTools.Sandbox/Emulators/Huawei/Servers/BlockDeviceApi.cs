using EcsTools.Sandbox.Fleet;

namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

/// <summary>Decides whether a data disk is deleted with its server (docs/contracts/huawei-ecs-lifecycle.md 2.3). The code of the refusals is the
/// one that the page has for the attribute.</summary>
internal static class BlockDeviceApi
{
    public static ApiResponse Update(RequestContext call)
    {
        Server server = call.Server;
        Disk disk = server.Disks.FirstOrDefault(d => d.Id == call.Path["volume"]) ?? throw ErrorResponses.Error("Ecs.0111", "the disk is not attached to the server");
        JToken? goes = call.Body.Object("block_device")?["delete_on_termination"];
        if (goes?.Type != JTokenType.Boolean)
        {
            throw call.Malformed("delete_on_termination is missing");
        }

        if (disk.IsSystem || server.IsSubscription)
        {
            throw ErrorResponses.Error("Ecs.0617", "the attribute of the disk cannot be changed");
        }

        call.Backend.Count("block-device");
        disk.DeleteWithServer = (bool)goes;
        return new ApiResponse(200);
    }
}
