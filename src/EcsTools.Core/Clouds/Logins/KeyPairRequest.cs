namespace EcsTools.Core.Clouds;

/// <summary>A key pair that is to be created or imported.</summary>
/// <param name="Name">The name.</param>
/// <param name="Scope">Who is to be able to use it; null for what the cloud does unless told.</param>
/// <param name="PublicKey">The public half, one line in OpenSSH form; null if both halves are to be created.</param>
public sealed record KeyPairRequest(string Name, EcsKeyPairScope? Scope, string? PublicKey = null);
