namespace EcsTools.Tests.Safety;

/// <summary>How a changing cmdlet is tried without changing anything.</summary>
/// <param name="Arguments">Arguments with which it would change a server of the sandbox's cast.</param>
internal sealed record ChangingCommand(string Arguments)
{
    /// <summary>What is done for real before, so that there is something to change.</summary>
    public string Before { get; init; } = "";

    /// <summary>The accounts at which the command is offered; everywhere by default.</summary>
    public string[] Accounts { get; init; } = WhatIfTests.AllAccounts;
}
