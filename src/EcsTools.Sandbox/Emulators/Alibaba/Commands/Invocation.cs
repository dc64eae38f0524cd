namespace EcsTools.Sandbox.Emulators.Alibaba.Commands;

internal sealed record Invocation(string Id, string CommandId, string UserName, IReadOnlyList<CommandRun> Runs);
