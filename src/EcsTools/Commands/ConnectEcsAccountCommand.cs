using System.Security;

using EcsTools.Abstractions;
using EcsTools.Completion;
using EcsTools.Core.Accounts;
using EcsTools.Core.Credentials;
using EcsTools.Internal;

namespace EcsTools.Commands;

/// <summary>Opens an account, proves its credential with a harmless call and makes it the default.</summary>
[Cmdlet(VerbsCommunications.Connect, "EcsAccount", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(EcsAccount))]
public sealed class ConnectEcsAccountCommand : EcsCmdlet
{
    private const string EnvironmentSet = "Environment";
    private const string CredentialSet = "Credential";
    private const string AccessKeySet = "AccessKey";
    private const string TokenSet = "Token";
    private const string SecretSet = "Secret";

    /// <summary>The cloud; without it the one whose credential is found on this machine.</summary>
    [Parameter(Position = 0)]
    public EcsCloud? Cloud { get; set; }

    /// <summary>The name by which commands find the account; by default made from cloud and region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The region's id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>A profile of the cloud's own tools, as <c>Get-EcsAccount -ListAvailable</c> shows it.</summary>
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>An access key's id and secret; with <see cref="DomainName"/> or <see cref="DomainId"/> (Huawei, OTC), and always at OpenStack, a user's name and password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>An access key's id; at OpenStack that of an application credential.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? AccessKeyId { get; set; }

    /// <summary>The access key's secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [ValidateNotNull]
    public SecureString? AccessKeySecret { get; set; }

    /// <summary>The token of a temporary access key.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = AccessKeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNull]
    public SecureString? SecurityToken { get; set; }

    /// <summary>Huawei, OTC, OpenStack: a token that was got elsewhere; it cannot be renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>The name of a credential in a vault of SecretManagement: id and secret, or with <see cref="AccessKeyId"/> the secret alone.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretNameCompleter))]
    public string? SecretName { get; set; }

    /// <summary>The vault; SecretManagement's default one without it.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultNameCompleter))]
    public string? VaultName { get; set; }

    /// <summary>Huawei, OTC, OpenStack: the id of the user of <see cref="Credential"/>, which a one-time code needs in place of the name.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? UserId { get; set; }

    /// <summary>Huawei, OTC, OpenStack: the one-time code of a user with a second factor.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passcode { get; set; }

    /// <summary>Huawei, OTC: the agency of another account to act through.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AgencyName { get; set; }

    /// <summary>Huawei, OTC: the name of the account that has given the agency.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AgencyDomainName { get; set; }

    /// <summary>Alibaba: the role to assume, <c>acs:ram::account:role/name</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RoleArn { get; set; }

    /// <summary>Huawei, OTC, OpenStack: the domain (account) the user of <see cref="Credential"/> belongs to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DomainName { get; set; }

    /// <summary>Huawei, OTC, OpenStack: the id of that domain, in place of its name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DomainId { get; set; }

    /// <summary>Huawei, OTC, OpenStack: the project's name; by default the region's (OpenStack: the user's own).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectName { get; set; }

    /// <summary>Huawei, OTC, OpenStack: the project's id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectId { get; set; }

    /// <summary>OpenStack: the name of the project's domain; by default the user's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectDomainName { get; set; }

    /// <summary>OpenStack: the id of the project's domain, in place of its name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectDomainId { get; set; }

    /// <summary>Where all requests go instead of the cloud's own hosts; at OpenStack its identity service. Plain HTTP only to this machine.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    private protected override void End()
    {
        try
        {
            ConnectRequest request = Describe();
            WriteObject(Run(token => Accounts.ConnectAsync(request, token)).Info);
        }
        catch (EcsException error)
        {
            Fail(error);
        }
    }

    private ConnectRequest Describe()
    {
        PSCredential? pair = SecretName is null ? Credential : SecretManagementClient.Get(InvokeCommand, VaultName, SecretName, AccessKeyId ?? UserId);
        bool namesUser = DomainName is not null || DomainId is not null || UserId is not null;
        bool isUser = pair is not null && CredentialPairs.IsUser(Cloud, namesUser, AccessKeyId is not null);
        return new ConnectRequest
        {
            Cloud = Cloud,
            Name = Name,
            Region = Region,
            Profile = Profile,
            AccessKeyId = isUser ? null : pair?.UserName ?? AccessKeyId,
            AccessKeySecret = isUser ? null : pair?.Password ?? AccessKeySecret,
            SecurityToken = SecurityToken,
            UserName = isUser && UserId is null ? pair!.UserName : null,
            UserId = isUser ? UserId : null,
            Password = isUser ? pair!.Password : null,
            Passcode = Passcode,
            Token = Token,
            DomainName = DomainName,
            DomainId = DomainId,
            ProjectName = ProjectName,
            ProjectId = ProjectId,
            ProjectDomainName = ProjectDomainName,
            ProjectDomainId = ProjectDomainId,
            AgencyName = AgencyName,
            AgencyDomainName = AgencyDomainName,
            RoleArn = RoleArn,
            Endpoint = Endpoint,
            WorkingFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
    }
}
