namespace EcsTools.Sandbox;

/// <summary>A cloud that the sandbox plays.</summary>
public enum SandboxCloud
{
    /// <summary>Alibaba Cloud ECS.</summary>
    Alibaba,

    /// <summary>Huawei Cloud ECS.</summary>
    Huawei,

    /// <summary>Open Telekom Cloud.</summary>
    OpenTelekom,
}
