using System.ComponentModel;
using System.Globalization;

namespace EcsTools.Parameters;

/// <summary>
/// Makes an object of ours of what came back from a job or a file, wherever the engine converts: a user's own parameter of type
/// <see cref="Model.EcsInstance"/> takes both. What Select-Object has left is judged the same way, where the engine alone would make an
/// object with gaps. For the types that name it in their <see cref="TypeConverterAttribute"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SerializedObjectConverter : PSTypeConverter
{
    // Deserialized.EcsTools.Model.EcsInstance, or Selected instead, or both.
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        sourceValue is PSObject bag && bag.TypeNames.Any(t => t.EndsWith("." + destinationType.FullName, StringComparison.Ordinal));

    /// <summary>Converts.</summary>
    /// <param name="sourceValue">What came back.</param>
    /// <param name="destinationType">What it was.</param>
    /// <param name="formatProvider">Not used: what is text was written without a culture.</param>
    /// <param name="ignoreCase">Not used.</param>
    /// <returns>The object, whole.</returns>
    /// <exception cref="PSInvalidCastException">A property is missing or of another form: a server whose protection is not told must not pass for one without.</exception>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        List<string> lacking = [];
        object read = PropertyBagReader.Read(sourceValue, destinationType, lacking);
        return lacking.Count == 0 ? read : throw new PSInvalidCastException(string.Format(
            CultureInfo.InvariantCulture,
            "The object is incomplete; missing or in another form: {0}. Get it again, without Select-Object and with this version of EcsTools.",
            string.Join(", ", lacking.Distinct())));
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new PSInvalidCastException();
}
