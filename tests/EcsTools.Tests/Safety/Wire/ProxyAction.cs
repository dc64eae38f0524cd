namespace EcsTools.Tests.Safety.Wire;

/// <summary>What becomes of a call on its way.</summary>
internal enum ProxyAction
{
    /// <summary>It is handed on, and so is its answer.</summary>
    Free,

    /// <summary>It never arrives and is never answered.</summary>
    HeldBefore,

    /// <summary>It arrives and is done, but its answer never comes. One that is refused is handed on.</summary>
    HeldAfter,

    /// <summary>It never arrives; the connection is reset.</summary>
    CutBefore,

    /// <summary>It arrives and is done; the connection is reset before the answer.</summary>
    CutAfter,
}
