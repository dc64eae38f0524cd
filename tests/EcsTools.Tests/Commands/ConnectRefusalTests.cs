using System.Net;

using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Commands;

/// <summary>What Connect-EcsAccount takes and what it refuses before anything is sent: there is no network in these tests.</summary>
/// <param name="session">One session for all, since nothing ever opens.</param>
public sealed class ConnectRefusalTests(ConnectRefusalTests.SharedSession session) : IClassFixture<ConnectRefusalTests.SharedSession>
{
    private const string Canary = "TheCanaryInTheMine";

    [Fact]
    public void Each_kind_of_credential_has_a_parameter_set_and_finding_one_is_the_default()
    {
        CommandInfo command = (CommandInfo)session.Session.Run("Get-Command Connect-EcsAccount").Single().BaseObject;

        Dictionary<string, string[]> mandatory = command.ParameterSets.ToDictionary(
            s => s.Name, s => s.Parameters.Where(p => p.IsMandatory).Select(p => p.Name).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal("Environment", command.ParameterSets.Single(s => s.IsDefault).Name);
        Assert.Equal(["AccessKey", "Credential", "Environment", "Secret", "Token"], mandatory.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["AccessKeyId", "AccessKeySecret"], mandatory["AccessKey"]);
        Assert.Equal(["Credential"], mandatory["Credential"]);
        Assert.Equal(["SecretName"], mandatory["Secret"]);
        Assert.Equal(["Token"], mandatory["Token"]);
        Assert.Empty(mandatory["Environment"]);
        Assert.All(command.ParameterSets.SelectMany(s => s.Parameters).Where(p => p.Name is "AccessKeySecret" or "SecurityToken" or "Token" or "Passcode"),
            p => Assert.Equal(typeof(System.Security.SecureString), p.ParameterType));
    }

    [Theory]
    [InlineData("Connect-EcsAccount Alibaba -Credential $key -AccessKeyId a -AccessKeySecret $canary", "AmbiguousParameterSet")]
    [InlineData("Connect-EcsAccount Alibaba -Profile p -Credential $key", "AmbiguousParameterSet")]
    [InlineData("Connect-EcsAccount Huawei -Token $canary -AccessKeyId a -AccessKeySecret $canary", "AmbiguousParameterSet")]
    [InlineData("Connect-EcsAccount Nowhere", "CannotConvertArgumentNoMessage")]
    [InlineData("Connect-EcsAccount Alibaba -Region ''", "ParameterArgumentValidationError")]
    [InlineData("Connect-EcsAccount Alibaba -AccessKeyId '' -AccessKeySecret $canary", "ParameterArgumentValidationError")]
    [InlineData("Connect-EcsAccount Alibaba -Region x/y -AccessKeyId a -AccessKeySecret $canary", EcsErrorId.RegionNotFound)]
    [InlineData("Connect-EcsAccount OpenTelekom -Region x/y -AccessKeyId a -AccessKeySecret $canary", EcsErrorId.RegionNotFound)]
    [InlineData("Connect-EcsAccount Alibaba -Region x -Token $canary", EcsErrorId.CredentialNotFound)]
    [InlineData("Connect-EcsAccount OpenStack -Region x -AccessKeyId a -AccessKeySecret $canary", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Alibaba -Region x -AccessKeyId a -AccessKeySecret $canary -AgencyName a -AgencyDomainName b", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Huawei -Region x -AccessKeyId a -AccessKeySecret $canary -RoleArn acs:ram::1:role/x", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Huawei -Region x -AccessKeyId a -AccessKeySecret $canary -AgencyName a", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Huawei -Region x -AccessKeyId a -AccessKeySecret $canary -ProjectId 'a/../b'", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Huawei -Region x -Credential $key -UserId u -Passcode $canary -Endpoint http://192.0.2.1", EcsErrorId.InsecureEndpoint)]
    [InlineData("Connect-EcsAccount Alibaba -Region x -AccessKeyId a -AccessKeySecret $canary -Endpoint https://u:TheCanaryInTheMine@example.com", EcsErrorId.InvalidInput)]
    [InlineData("Connect-EcsAccount Alibaba -Region cn-hangzhou -SecretName x", EcsErrorId.SecretManagementNotInstalled)]
    public void Bad_input_has_an_id_and_shows_no_secret(string script, string errorId)
    {
        Outcome outcome = session.Session.Invoke(
            script,
            ("canary", new NetworkCredential("", Canary).SecurePassword),
            ("key", new PSCredential("LTAIexample", new NetworkCredential("", Canary).SecurePassword)));

        Assert.Equal([errorId], outcome.ErrorIds);
        Assert.DoesNotContain(Canary, outcome.Errors[0].Exception.ToString() + outcome.Errors[0].ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(session.Session.Run("Get-EcsAccount"));
    }

    public sealed class SharedSession : IDisposable
    {
        public ModuleSession Session { get; } = new();

        public void Dispose() => Session.Dispose();
    }
}
