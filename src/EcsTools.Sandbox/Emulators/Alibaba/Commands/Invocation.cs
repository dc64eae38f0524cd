using System.Collections.Generic;

namespace EcsTools.Sandbox.Emulators.Alibaba.Commands;

/// <summary>A command that was sent to servers.</summary>
/// <param name="Id">The invocation's id.</param>
/// <param name="CommandId">The command's id.</param>
/// <param name="UserName">Who runs it.</param>
/// <param name="Runs">What becomes of it on each server.</param>
internal sealed record Invocation(string Id, string CommandId, string UserName, IReadOnlyList<CommandRun> Runs);
