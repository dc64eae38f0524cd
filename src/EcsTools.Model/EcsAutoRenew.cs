namespace EcsTools.Model;

/// <summary>Whether a subscription is renewed automatically at the end of its term.</summary>
public enum EcsAutoRenew : long
{
    /// <summary>It ends unless somebody renews it.</summary>
    Off,

    /// <summary>It is renewed and paid automatically.</summary>
    On,
}
