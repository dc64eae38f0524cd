namespace EcsTools.Core.Clouds;

/// <summary>Who one is at a cloud.</summary>
/// <param name="AccountId">Alibaba: account id; Huawei, OTC, OpenStack: project id.</param>
/// <param name="Name">For people: an ARN or <c>user (domain)</c>.</param>
internal sealed record CallerIdentity(string AccountId, string Name);
