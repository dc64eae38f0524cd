using System;

namespace EcsTools.Shell;

/// <summary>The command line makes no sense; the message says what is wrong with it.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class UsageException(string message) : Exception(message);
