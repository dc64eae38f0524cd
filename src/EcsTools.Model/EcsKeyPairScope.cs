namespace EcsTools.Model;

/// <summary>Who can use a key pair.</summary>
public enum EcsKeyPairScope : long
{
    /// <summary>The user who created it.</summary>
    User,

    /// <summary>Every user of the account.</summary>
    Account,
}
