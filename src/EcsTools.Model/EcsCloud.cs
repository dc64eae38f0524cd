namespace EcsTools.Model;

/// <summary>A cloud whose servers EcsTools runs.</summary>
public enum EcsCloud : long
{
    /// <summary>Alibaba Cloud ECS.</summary>
    Alibaba,

    /// <summary>Huawei Cloud ECS.</summary>
    Huawei,

    /// <summary>Open Telekom Cloud: Huawei's API in OTC's dialect.</summary>
    OpenTelekom,

    /// <summary>Any OpenStack with Keystone and Nova.</summary>
    OpenStack,
}
