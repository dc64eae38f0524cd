using System;
using System.Management.Automation;
using System.Security;

using EcsTools.Abstractions;
using EcsTools.Core.Accounts;
using EcsTools.Model;

namespace EcsTools.Commands;

/// <summary>Opens an account, proves its credential with a harmless call and makes it the default.</summary>
[Cmdlet(VerbsCommunications.Connect, "EcsAccount", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(EcsAccount))]
public sealed class ConnectEcsAccountCommand : EcsCmdlet
{
    private const string EnvironmentSet = "Environment";
    private const string CredentialSet = "Credential";
    private const string AccessKeySet = "AccessKey";

    /// <summary>The cloud; without it the one whose credential the environment holds.</summary>
    [Parameter(Position = 0)]
    public EcsCloud? Cloud { get; set; }

    /// <summary>The name by which commands find the account; by default made from cloud and region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The region's id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>An access key's id and secret; with <see cref="DomainName"/> a user's name and password (Huawei, OTC).</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>An access key's id.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [ValidateNotNullOrEmpty]
    public string? AccessKeyId { get; set; }

    /// <summary>The access key's secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [ValidateNotNull]
    public SecureString? AccessKeySecret { get; set; }

    /// <summary>The token of a temporary access key.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = AccessKeySet)]
    [ValidateNotNull]
    public SecureString? SecurityToken { get; set; }

    /// <summary>Huawei, OTC: the domain (account) the user of <see cref="Credential"/> belongs to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DomainName { get; set; }

    /// <summary>Huawei, OTC: the project's name; the region's by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectName { get; set; }

    /// <summary>Huawei, OTC: the project's id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectId { get; set; }

    /// <summary>Where all requests go instead of the cloud's own hosts. Plain HTTP only to this machine.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    private bool IsUserLogin => Credential is not null && DomainName is not null && Cloud is not EcsCloud.Alibaba;

    private protected override void End()
    {
        ConnectRequest request = new()
        {
            Cloud = Cloud,
            Name = Name,
            Region = Region,
            AccessKeyId = IsUserLogin ? null : Credential?.UserName ?? AccessKeyId,
            AccessKeySecret = IsUserLogin ? null : Credential?.Password ?? AccessKeySecret,
            SecurityToken = SecurityToken,
            UserName = IsUserLogin ? Credential!.UserName : null,
            Password = IsUserLogin ? Credential!.Password : null,
            DomainName = DomainName,
            ProjectName = ProjectName,
            ProjectId = ProjectId,
            Endpoint = Endpoint,
        };
        try
        {
            WriteObject(Run(token => Accounts.ConnectAsync(request, token)).Info);
        }
        catch (EcsException error)
        {
            Fail(error);
        }
    }
}
