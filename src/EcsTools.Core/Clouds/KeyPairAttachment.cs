namespace EcsTools.Core.Clouds;

/// <summary>How a cloud gives a server another key pair.</summary>
/// <param name="NeedsStopped">True if the server must be stopped.</param>
/// <param name="Effect">What takes effect when, and what becomes of login by password, as a sentence.</param>
internal sealed record KeyPairAttachment(bool NeedsStopped, string Effect);
