namespace EcsTools.Core.Clouds;

/// <summary>How a cloud gives a server another key pair.</summary>
/// <param name="NeedsStopped">True if the server must be stopped.</param>
/// <param name="Effect">What takes effect when, and what becomes of login by password, as a sentence.</param>
/// <param name="EffectOfRemoval">The same of a server that is left without a key pair.</param>
internal sealed record KeyPairAttachment(bool NeedsStopped, string Effect, string EffectOfRemoval);
