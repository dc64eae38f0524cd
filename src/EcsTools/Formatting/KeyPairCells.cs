namespace EcsTools.Formatting;

/// <summary>The cells of the views of <see cref="EcsKeyPair"/>.</summary>
internal sealed class KeyPairCells(PSMemberInfoCollection<PSPropertyInfo> row) : RowCells(row, taken: 10, columns: 2)
{
    public string Name => Fit(nameof(EcsKeyPair.Name));

    public string Age => AgeOf(nameof(EcsKeyPair.CreatedAt));

    public string Fingerprint => Fit(nameof(EcsKeyPair.Fingerprint));

    public string CreatedAt => Time(nameof(EcsKeyPair.CreatedAt));
}
