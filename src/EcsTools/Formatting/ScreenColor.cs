namespace EcsTools.Formatting;

/// <summary>Colors, as <c>$PSStyle.Foreground</c> calls them.</summary>
internal enum ScreenColor
{
    Green,
    Yellow,
    Red,
    BrightBlack,
}
