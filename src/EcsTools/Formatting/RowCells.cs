using EcsTools.Internal;

namespace EcsTools.Formatting;

/// <summary>The cells of one object in its views; each is evaluated when a view reads it, for the screen as it is then.</summary>
/// <param name="row">The properties of the object, or what is left of them in one that was serialized.</param>
/// <param name="taken">How much the columns of a fixed width and the gaps between all columns of its table take.</param>
internal abstract class RowCells(PSMemberInfoCollection<PSPropertyInfo> row, int taken = 0, int columns = 1)
{
    private const int UuidWidth = 36;
    private const int ReadableWidth = 20;
    private const int NarrowestWidth = 5;

    /// <summary>Every property in full.</summary>
    public ShownValues Full => new(row);

    /// <summary>What the object is called.</summary>
    public string Title => new[] { Text("Name"), Text("Item"), ServerText, Text("Profile"), Text("Id"), Text("Source"), Text("Path"), Text("Url"), Text("Location") }.FirstOrDefault(t => t.Length > 0) ?? List("Accounts");

    /// <summary>Every property, a line each.</summary>
    public string Everything => string.Join("\n", row.Where(p => p.MemberType != PSMemberTypes.AliasProperty).Select(p => $"{Display.Line(p.Name)}: {List(p.Name)}"));

    private protected PSMemberInfoCollection<PSPropertyInfo> Row => row;

    private protected static Screen Screen => EcsSession.CurrentScreen;

    // The server that a row has as an object or by name and id: its name, or the id without one.
    private protected string ServerText
    {
        get
        {
            PSObject? instance = Value("Instance") is { } value ? PSObject.AsPSObject(value) : null;
            return Display.Line(NonEmpty(instance?.Properties["Name"]?.Value) ?? instance?.ToString() ?? NonEmpty(Value("InstanceName")) ?? Text("InstanceId"));
        }
    }

    private protected object? Value(string property) => row[property]?.Value;

    private protected string Text(string property) => Display.Line(LanguagePrimitives.ConvertTo<string>(Value(property)));

    private protected string List(string property) => Display.Line(LanguagePrimitives.ConvertTo<string>(Full[property]));

    private protected string Time(string property) => TimeText.Full(Value(property));

    private protected string AgeOf(string property) => TimeText.Age(Value(property));

    private protected string Fit(string property) => FitText(Text(property));

    // An id gets more room than others, since it is what one copies.
    private protected string FitId(string property) => Cut(Text(property), Room(isId: true));

    private protected string FitText(string text) => Cut(text, Room(isId: false));

    // Where one column needs more room than the others.
    private protected string FitShare(string property, int percent) => Cut(Text(property), Math.Max(NarrowestWidth, (Screen.Width - taken) * percent / 100));

    private protected bool Fits(string text) => text.Length <= Room(isId: false);

    private protected string Paint(string property, Func<string, ScreenColor> color)
    {
        string text = Text(property);
        return Screen.Paint(text, color(text));
    }

    // Equal shares, but a UUID is shown in full as soon as that leaves the other columns enough.
    private int Room(bool isId)
    {
        int all = Screen.Width - taken;
        int share = all / columns;
        int rest = columns > 1 ? (all - UuidWidth) / (columns - 1) : 0;
        return share < UuidWidth && rest >= ReadableWidth
            ? isId ? UuidWidth : rest
            : Math.Max(NarrowestWidth, share);
    }

    private static string? NonEmpty(object? value) => value?.ToString() is { Length: > 0 } text ? text : null;

    // Both ends tell names apart.
    private static string Cut(string text, int width)
    {
        if (text.Length <= width)
        {
            return text;
        }

        int tail = (width - 1) / 2;
        return $"{text.Substring(0, width - 1 - tail)}\u2026{text.Substring(text.Length - tail)}";
    }
}
