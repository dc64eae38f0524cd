namespace EcsTools.Core.State;

/// <summary>A cloud's wish to be left alone with one kind of call of an account.</summary>
/// <param name="Operation">The call's name in the cloud's API, such as <c>DescribeInstances</c>.</param>
/// <param name="Left">For how long from now on.</param>
public sealed record ThrottleNote(string Operation, TimeSpan Left);
