using System;

namespace EcsTools.Shell;

/// <summary>The EcsTools module is not there or could not be imported; the message says why.</summary>
/// <param name="message">Why.</param>
/// <param name="innerException">The engine's reason, if there is one.</param>
internal sealed class ModuleNotLoadedException(string message, Exception? innerException = null) : Exception(message, innerException);
