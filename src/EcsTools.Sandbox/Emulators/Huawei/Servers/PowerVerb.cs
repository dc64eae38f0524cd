namespace EcsTools.Sandbox.Emulators.Huawei.Servers;

internal enum PowerVerb
{
    Start,
    Stop,
    Reboot,
}
