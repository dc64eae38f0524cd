using EcsTools.Sandbox.Emulators.Huawei.Addresses;
using EcsTools.Sandbox.Emulators.Huawei.Billing;
using EcsTools.Sandbox.Emulators.Huawei.Flavors;
using EcsTools.Sandbox.Emulators.Huawei.Identity;
using EcsTools.Sandbox.Emulators.Huawei.Images;
using EcsTools.Sandbox.Emulators.Huawei.Jobs;
using EcsTools.Sandbox.Emulators.Huawei.KeyPairs;
using EcsTools.Sandbox.Emulators.Huawei.Keys;
using EcsTools.Sandbox.Emulators.Huawei.Passwords;
using EcsTools.Sandbox.Emulators.Huawei.Servers;
using EcsTools.Sandbox.Emulators.Huawei.SystemDisks;
using EcsTools.Sandbox.Emulators.Huawei.Volumes;

namespace EcsTools.Sandbox.Emulators.Huawei;

/// <summary>The supported calls (docs/contracts/huawei-ecs.md 3.0). A fixed path precedes one with an id in the same place.</summary>
internal static class Routes
{
    private const SandboxCloud Huawei = SandboxCloud.Huawei;

    private static readonly Route[] All =
    [
        .. Identity(),
        .. Servers(),
        .. Nova(),
        .. Volumes(),
        .. Images(),
        .. Addresses(),
        .. Billing(),
        new("GET", "v3/{p}/keypairs", "keypairs", Service.Kms, AccountKeyPairsApi.List) { Only = Huawei },
        new("POST", "v3/{p}/keypairs", "keypairs", Service.Kms, AccountKeyPairsApi.Create) { Only = Huawei },
        new("POST", "v3/{p}/keypairs/associate", "keypairs/associate", Service.Kms, KeyPairTasksApi.Associate) { Only = Huawei },
        new("POST", "v3/{p}/keypairs/disassociate", "keypairs/disassociate", Service.Kms, KeyPairTasksApi.Disassociate) { Only = Huawei },
        new("GET", "v3/{p}/tasks/{task}", "keypair tasks", Service.Kms, KeyPairTasksApi.Show) { Only = Huawei },
        new("GET", "v3/{p}/keypairs/{name}", "keypairs", Service.Kms, AccountKeyPairsApi.Show) { Only = Huawei },
        new("DELETE", "v3/{p}/keypairs/{name}", "keypairs", Service.Kms, AccountKeyPairsApi.Delete) { Only = Huawei },
        new("POST", "v1.0/{p}/kms/list-keys", "list-keys", Service.Kms, KeysApi.List) { IsWrite = false },
    ];

    /// <summary>Two services may have the same path.</summary>
    public static IEnumerable<(Route Route, IReadOnlyDictionary<string, string> Values)> Find(string method, string[] path)
    {
        foreach (Route route in All)
        {
            if (route.Method == method && route.Match(path) is { } values)
            {
                yield return (route, values);
            }
        }
    }

    private static Route[] Identity() =>
    [
        new("POST", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Create) { IsOpen = true },
        new("GET", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Check),
        new("HEAD", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Check),
        new("DELETE", "v3/auth/tokens", "auth/tokens", Service.Iam, TokensApi.Drop) { Only = SandboxCloud.OpenTelekom },
        new("GET", "v3/projects", "projects", Service.Iam, ProjectsApi.Projects),
        new("GET", "v3/auth/projects", "auth/projects", Service.Iam, ProjectsApi.Mine),
        new("GET", "v3/auth/domains", "auth/domains", Service.Iam, ProjectsApi.Domains),
        new("GET", "v3/auth/catalog", "auth/catalog", Service.Iam, ProjectsApi.Catalog),
        new("POST", "v3.0/OS-CREDENTIAL/securitytokens", "securitytokens", Service.Iam, TokensApi.CreateKey),
    ];

    private static Route[] Servers() =>
    [
        Ecs("GET", "v1/{p}/cloudservers/detail", "cloudservers/detail", ServersApi.List),
        Ecs("GET", "v1.1/{p}/cloudservers/detail", "v1.1 cloudservers/detail", ServerListV11Api.List) with { Only = Huawei },
        Ecs("GET", "v1/{p}/cloudservers/flavors", "flavors", FlavorsApi.List),
        Ecs("GET", "v1/{p}/cloudservers/resize_flavors", "resize_flavors", FlavorsApi.Targets),
        Ecs("GET", "v2.1/{p}/resize_flavors", "resize_flavors", FlavorsApi.Targets) with { Only = SandboxCloud.OpenTelekom },
        Ecs("GET", "v1/{p}/cloudservers/limits", "limits", LimitsApi.Show),
        Ecs("GET", "v1/{p}/cloudservers/tags", "tags", TagsApi.OfProject),
        Ecs("GET", "v1/{p}/jobs/{job}", "jobs", JobsApi.Show),
        Ecs("POST", "v1/{p}/cloudservers", "cloudservers", CreateApi.Create) with { HasDryRun = true },
        Ecs("POST", "v1.1/{p}/cloudservers", "v1.1 cloudservers", CreateApi.CreateByOrder) with { Only = Huawei, HasDryRun = true },
        Ecs("POST", "v1/{p}/cloudservers/action", "action", PowerApi.Act) with { IsNamedByBody = true },
        Ecs("POST", "v1/{p}/cloudservers/delete", "delete", DeleteApi.Delete),
        Ecs("POST", "v1/{p}/cloudservers/batch-resize", "batch-resize", ResizeApi.ResizeMany) with { Only = Huawei },
        Ecs("POST", "v1/{p}/cloudservers/resource_instances/action", "resource_instances", TagsApi.Find) with { IsWrite = false },
        Ecs("POST", "v1/{p}/servers/resource_instances/action", "resource_instances", TagsApi.Find) with { IsWrite = false },
        Ecs("PUT", "v1/{p}/cloudservers/os-reset-passwords", "os-reset-passwords", ResetPasswordApi.ResetMany) with { Only = Huawei },
        Ecs("GET", "v1/{p}/recycle-bin", "recycle-bin", RecycleBinApi.Show) with { Only = Huawei },
        Ecs("PUT", "v1/{p}/recycle-bin", "recycle-bin", RecycleBinApi.Switch) with { Only = Huawei },
        Ecs("PUT", "v1/{p}/recycle-bin/policy", "recycle-bin/policy", RecycleBinApi.ChangePolicy) with { Only = Huawei },
        Ecs("GET", "v1/{p}/recycle-bin/cloudservers", "recycle-bin/cloudservers", RecycleBinApi.List) with { Only = Huawei },
        Ecs("DELETE", "v1/{p}/recycle-bin/cloudservers/{s}", "recycle-bin/cloudservers", RecycleBinApi.Purge) with { Only = Huawei },
        Ecs("POST", "v1/{p}/recycle-bin/cloudservers/{s}/actions/revert", "revert", RecycleBinApi.Revert) with { Only = Huawei },
        Ecs("POST", "v1/{p}/cloudservers/actions/change-charge-mode", "change-charge-mode", ChargeModeApi.Change) with { Only = Huawei },
        Ecs("GET", "v3/{p}/instance-scheduled-events", "instance-scheduled-events", EventsApi.List) with { Only = Huawei },
        Ecs("POST", "v3/{p}/instance-scheduled-events/{event}/actions/accept", "accept", EventsApi.Accept) with { Only = Huawei },
        .. OneServer(),
    ];

    private static Route[] OneServer() =>
    [
        Ecs("GET", "v1/{p}/cloudservers/{s}", "cloudservers", ServersApi.Show),
        Ecs("PUT", "v1/{p}/cloudservers/{s}", "cloudservers", UpdateApi.Update),
        Ecs("GET", "v1/{p}/cloudservers/{s}/block_device", "block_device", ServersApi.Disks),
        Ecs("POST", "v1/{p}/cloudservers/{s}/attachvolume", "attachvolume", VolumeAttachmentApi.Attach),
        Ecs("DELETE", "v1/{p}/cloudservers/{s}/detachvolume/{volume}", "detachvolume", VolumeAttachmentApi.Detach),
        Ecs("PUT", "v1/{p}/cloudservers/{s}/block_device/{volume}", "block_device", BlockDeviceApi.Update) with { Only = Huawei },
        Ecs("POST", "v1/{p}/cloudservers/{s}/remote_console", "remote_console", ConsoleApi.Open) with { Only = Huawei, IsWrite = false },
        Ecs("GET", "v1/{p}/cloudservers/{s}/tags", "tags", TagsApi.OfServer),
        Ecs("POST", "v1/{p}/cloudservers/{s}/tags/action", "tags", TagsApi.Change),
        Ecs("POST", "v2/{p}/cloudservers/{s}/reinstallos", "reinstallos", SystemDiskApi.Reinstall),
        Ecs("POST", "v1/{p}/cloudservers/{s}/reinstallos", "v1 reinstallos", SystemDiskApi.ReinstallV1) with { Only = Huawei },
        Ecs("POST", "v2/{p}/cloudservers/{s}/changeos", "changeos", SystemDiskApi.Change),
        Ecs("POST", "v1/{p}/cloudservers/{s}/changeos", "v1 changeos", SystemDiskApi.ChangeV1) with { Only = Huawei },
        Ecs("POST", "v1/{p}/cloudservers/{s}/resize", "resize", ResizeApi.Resize),
        Ecs("POST", "v1.1/{p}/cloudservers/{s}/resize", "v1.1 resize", ResizeApi.ResizeV11) with { Only = Huawei },
        Ecs("PUT", "v1/{p}/cloudservers/{s}/os-reset-password", "os-reset-password", ResetPasswordApi.Reset) with { Only = Huawei },
        Ecs("GET", "v1/{p}/cloudservers/{s}/os-resetpwd-flag", "os-resetpwd-flag", ResetPasswordApi.Flag) with { Only = Huawei },
        Ecs("GET", "v1/{p}/cloudservers/{s}/os-server-password", "os-server-password", WindowsPasswordApi.Show) with { Only = Huawei },
        Ecs("DELETE", "v1/{p}/cloudservers/{s}/os-server-password", "os-server-password", WindowsPasswordApi.Delete) with { Only = Huawei },
    ];

    private static IEnumerable<Route> Nova()
    {
        // OTC still describes the older version of the path beside the newer (docs/contracts/huawei-ecs.md 1.2).
        foreach (string version in new[] { "v2.1", "v2" })
        {
            Route nova(string method, string template, string name, Func<RequestContext, ApiResponse> handle) =>
                new(method, $"{version}/{{p}}/{template}", name, Service.Nova, handle);

            yield return nova("GET", "os-availability-zone", "os-availability-zone", NetworksApi.Zones);
            yield return nova("GET", "os-keypairs", "os-keypairs", KeyPairsApi.List);
            yield return nova("POST", "os-keypairs", "os-keypairs", KeyPairsApi.Create);
            yield return nova("GET", "os-keypairs/{name}", "os-keypairs", KeyPairsApi.Show);
            yield return nova("DELETE", "os-keypairs/{name}", "os-keypairs", KeyPairsApi.Delete);
            yield return nova("GET", "servers/detail", "servers/detail", NovaServersApi.List);
            yield return nova("GET", "servers/{s}", "servers", NovaServersApi.Show);
            yield return nova("POST", "servers/{s}/action", "action", NovaServersApi.Act) with { IsNamedByBody = true, ReadingMember = ConsoleApi.Action };
            yield return nova("POST", "servers/{s}/remote-consoles", "remote-consoles", ConsoleApi.OpenRemote) with { IsWrite = false };
            yield return nova("GET", "servers/{s}/os-instance-actions", "os-instance-actions", NovaServersApi.Actions);
            yield return nova("GET", "servers/{s}/os-server-password", "os-server-password", WindowsPasswordApi.Show);
            yield return nova("DELETE", "servers/{s}/os-server-password", "os-server-password", WindowsPasswordApi.Delete);
        }
    }

    private static Route[] Volumes() =>
    [
        Evs("GET", "v2/{p}/os-quota-sets/{target}", "os-quota-sets", QuotaApi.Show),
        Evs("GET", "v3/{p}/os-quota-sets/{target}", "os-quota-sets", QuotaApi.Show),
        Evs("GET", "v2/{p}/cloudvolumes/detail", "cloudvolumes/detail", VolumesApi.List),
        Evs("GET", "v2/{p}/cloudvolumes/{volume}", "cloudvolumes", VolumesApi.Show),
        Evs("GET", "v2/{p}/volumes/{volume}", "volumes", VolumesApi.Show),
        Evs("POST", "v2.1/{p}/cloudvolumes/{volume}/action", "os-extend", VolumeActionsApi.ExtendByOrder) with { Only = Huawei },
        Evs("POST", "v2/{p}/cloudvolumes/{volume}/action", "os-extend", VolumeActionsApi.Extend),
        Evs("POST", "v2/{p}/volumes/{volume}/action", "os-extend", VolumeActionsApi.ExtendAsCinder),
        Evs("POST", "v3/{p}/volumes/{volume}/action", "os-extend", VolumeActionsApi.ExtendAsCinder) with { Only = Huawei },
        Evs("POST", "v2/{p}/volumes/{volume}/retype", "os-retype", VolumeActionsApi.Retype),
        Evs("POST", "v2/{p}/cloudvolumes/{volume}/tags/action", "disk tags", TagsApi.ChangeOfDisk),
        Evs("GET", "v2/{p}/types", "types", VolumesApi.Types),
        Evs("GET", "v1/{p}/jobs/{job}", "jobs", JobsApi.Show),
        Evs("POST", "v2/{p}/cloudsnapshots", "cloudsnapshots", SnapshotsApi.Create),
        Evs("GET", "v2/{p}/cloudsnapshots/detail", "cloudsnapshots/detail", SnapshotsApi.List),
        Evs("GET", "v2/{p}/cloudsnapshots/{snapshot}", "cloudsnapshots", SnapshotsApi.Show),
        Evs("DELETE", "v2/{p}/cloudsnapshots/{snapshot}", "cloudsnapshots", SnapshotsApi.Delete),
        Evs("POST", "v2/{p}/cloudsnapshots/{snapshot}/rollback", "rollback", SnapshotsApi.RollBack),
    ];

    private static Route[] Images() =>
    [
        new("GET", "v2/cloudimages", "cloudimages", Service.Ims, ImagesApi.List),
        new("GET", "v2/images/{image}", "images", Service.Ims, ImagesApi.Show),
        new("DELETE", "v2/images/{image}", "images", Service.Ims, ImagesApi.Delete),
        new("POST", "v2/{p}/images/{image}/tags/action", "image tags", Service.Ims, TagsApi.ChangeOfImage),
        new("POST", "v2/cloudimages/action", "cloudimages/action", Service.Ims, CreateImageApi.Create),
        new("GET", "v1/{p}/jobs/{job}", "jobs", Service.Ims, JobsApi.Show),
    ];

    private static Route[] Addresses() =>
    [
        Vpc("GET", "v1/{p}/subnets", "subnets", NetworksApi.Subnets),
        Vpc("GET", "v1/{p}/subnets/{id}", "subnets", NetworksApi.Subnet),
        Vpc("GET", "v1/{p}/security-groups", "security-groups", NetworksApi.Groups),
        Vpc("GET", "v1/{p}/security-groups/{id}", "security-groups", NetworksApi.Group),
        Vpc("GET", "v1/{p}/publicips", "publicips", PublicIpsApi.List),
        Vpc("GET", "v1/{p}/bandwidths/{bandwidth}", "bandwidths", BandwidthsApi.Show),
        Vpc("PUT", "v1/{p}/bandwidths/{bandwidth}", "bandwidths", BandwidthsApi.Update),
        Vpc("PUT", "v2.0/{p}/bandwidths/{bandwidth}", "v2.0 bandwidths", BandwidthsApi.Order) with { Only = Huawei },
        Vpc("GET", "v3/{p}/eip/eip-bandwidth-limits", "eip-bandwidth-limits", BandwidthsApi.Limits) with { Only = Huawei },
    ];

    private static Route Vpc(string method, string template, string name, Func<RequestContext, ApiResponse> handle) =>
        new(method, template, name, Service.Vpc, handle);

    private static Route[] Billing() =>
    [
        Bss("POST", "v2/bills/ratings/on-demand-resources", "on-demand-resources", RatingsApi.OnDemand) with { IsWrite = false },
        Bss("POST", "v2/bills/ratings/period-resources/subscribe-rate", "subscribe-rate", RatingsApi.Period) with { IsWrite = false },
        Bss("POST", "v2/bills/ratings/period-resources/renew-rate", "renew-rate", RatingsApi.Renewal) with { IsWrite = false },
        Bss("GET", "v2/orders/customer-orders/details/{order}", "customer-orders/details", OrdersApi.Show),
        Bss("POST", "v3/orders/customer-orders/pay", "customer-orders/pay", OrdersApi.Pay),
        Bss("PUT", "v2/orders/customer-orders/cancel", "customer-orders/cancel", OrdersApi.Cancel),

        // The path is spelled so (docs/contracts/huawei-ecs-lifecycle.md 3.2).
        Bss("POST", "v2/orders/suscriptions/resources/query", "resources/query", SubscriptionsApi.Find) with { IsWrite = false },
        Bss("POST", "v2/orders/subscriptions/resources/renew", "renew", SubscriptionsApi.Renew),
        Bss("POST", "v2/orders/subscriptions/resources/autorenew/{resource}", "autorenew", SubscriptionsApi.StartAutoRenewal),
        Bss("DELETE", "v2/orders/subscriptions/resources/autorenew/{resource}", "autorenew", SubscriptionsApi.EndAutoRenewal),
        Bss("POST", "v2/orders/subscriptions/resources/to-on-demand", "to-on-demand", SubscriptionsApi.ToOnDemand),
    ];

    private static Route Bss(string method, string template, string name, Func<RequestContext, ApiResponse> handle) =>
        new(method, template, name, Service.Bss, handle) { Only = Huawei };

    private static Route Evs(string method, string template, string name, Func<RequestContext, ApiResponse> handle) =>
        new(method, template, name, Service.Evs, handle);

    private static Route Ecs(string method, string template, string name, Func<RequestContext, ApiResponse> handle) =>
        new(method, template, name, Service.Ecs, handle);
}
