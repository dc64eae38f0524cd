using EcsTools.Core.Credentials;
using EcsTools.Core.Providers.OpenStackApi;

namespace EcsTools.Core.Providers.OpenStack;

/// <summary>An account at a plain OpenStack cloud in the OS_ variables that an openrc file sets.</summary>
internal sealed class OpenStackEnvironment : IAccountSource
{
    // The variables by the names that clouds.yaml has for the same.
    private static readonly IReadOnlyDictionary<string, string[]> AuthVariables = new Dictionary<string, string[]>
    {
        ["auth_url"] = ["OS_AUTH_URL"],
        ["username"] = ["OS_USERNAME"],
        ["user_id"] = ["OS_USER_ID", "OS_USERID"],
        ["password"] = ["OS_PASSWORD"],
        ["passcode"] = ["OS_PASSCODE"],
        ["token"] = ["OS_TOKEN", "OS_AUTH_TOKEN"],
        ["user_domain_name"] = ["OS_USER_DOMAIN_NAME"],
        ["user_domain_id"] = ["OS_USER_DOMAIN_ID"],
        ["domain_name"] = ["OS_DOMAIN_NAME"],
        ["domain_id"] = ["OS_DOMAIN_ID"],
        ["default_domain_name"] = ["OS_DEFAULT_DOMAIN_NAME"],
        ["default_domain_id"] = ["OS_DEFAULT_DOMAIN_ID"],
        ["project_name"] = ["OS_PROJECT_NAME", "OS_TENANT_NAME"],
        ["project_id"] = ["OS_PROJECT_ID", "OS_TENANT_ID"],
        ["project_domain_name"] = ["OS_PROJECT_DOMAIN_NAME"],
        ["project_domain_id"] = ["OS_PROJECT_DOMAIN_ID"],
        ["application_credential_id"] = ["OS_APPLICATION_CREDENTIAL_ID"],
        ["application_credential_name"] = ["OS_APPLICATION_CREDENTIAL_NAME"],
        ["application_credential_secret"] = ["OS_APPLICATION_CREDENTIAL_SECRET"],
    };

    private static readonly IReadOnlyDictionary<string, string[]> OtherVariables = new Dictionary<string, string[]>
    {
        ["auth_type"] = ["OS_AUTH_TYPE", "OS_AUTH_PLUGIN"],
        ["interface"] = ["OS_INTERFACE", "OS_ENDPOINT_TYPE"],
        ["cacert"] = ["OS_CACERT"],
    };

    public IEnumerable<AccountCandidate> Find(MachineEnvironment machine, EcsCloud? cloud)
    {
        // OS_CLOUD names an entry of clouds.yaml, which then holds all of it. Of which cloud the variables are the address tells, unless the user does.
        if (machine.Variable("OS_CLOUD") is not null
            || cloud is EcsCloud.Huawei or EcsCloud.OpenTelekom
            || IdentityEndpointClassifier.Recognize(machine.Variable("OS_AUTH_URL")) != EcsCloud.OpenStack)
        {
            yield break;
        }

        JObject entry = Read(machine, OtherVariables);
        entry["auth"] = Read(machine, AuthVariables);
        foreach (string key in OpenStackKeys.Unused.Concat(OpenStackKeys.Endpoints.Select(e => e.Key)))
        {
            if (machine.Variable(OpenStackKeys.Variable(key)) is { } text)
            {
                entry[key] = text;
            }
        }

        yield return CredentialFileSource.Complete(
            new AccountCandidate
            {
                Source = "environment",
                Step = CredentialSourceKind.Environment,
                Cloud = EcsCloud.OpenStack,
                IsPreferred = true,
                Region = machine.Variable("OS_REGION_NAME"),
                Warnings = machine.Variable("OS_INSECURE") is null ? [] : ["OS_INSECURE is not used: certificates are always verified. For an authority of your own set OS_CACERT."],
            },
            o => CloudsYamlEntryReader.Complete(o, entry, machine, machine.WorkingFolder));
    }

    private static JObject Read(MachineEnvironment machine, IReadOnlyDictionary<string, string[]> variables)
    {
        JObject fields = new();
        foreach (KeyValuePair<string, string[]> variable in variables)
        {
            if (machine.Variable(variable.Value) is { } text)
            {
                fields[variable.Key] = text;
            }
        }

        return fields;
    }
}
