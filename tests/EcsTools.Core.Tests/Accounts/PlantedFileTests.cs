using EcsTools.Core.Credentials;
using EcsTools.Core.Tests.Security;

namespace EcsTools.Core.Tests.Accounts;

/// <summary>What others may have put into the folder in which somebody works.</summary>
public sealed class PlantedFileTests : IDisposable
{
    private const string Clouds = "clouds:\n  prod:\n    region_name: r1\n    auth: {auth_url: 'https://ADDRESS.example', username: ops, project_name: web";
    private const string Own = "home/.config/openstack/clouds.yaml";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Choose_FileInWorkingFolder_IsNotCompletedFromAnotherFolder()
    {
        _machine.Write("work/clouds.yaml", Text("planted")).Write("home/.config/openstack/secure.yaml", "clouds: {prod: {auth: {password: canary}}}")
            .Write("etc/openstack/secure.yaml", "clouds: {prod: {auth: {password: canary}}}");
        _machine.Set("OS_CLOUD=prod", "OS_PASSWORD=canary-variable", $"OS_CLIENT_SECURE_FILE={_machine.At("home/.config/openstack/secure.yaml")}");

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);

        // What its user names, or puts beside it, is meant.
        _machine.Set($"OS_CLIENT_CONFIG_FILE={_machine.At("work/clouds.yaml")}");
        Assert.Equal("canary", _machine.Choose().Login!.Password);
        _machine.Set("OS_CLIENT_CONFIG_FILE=").Write("work/secure.yaml", "clouds: {prod: {auth: {password: canary-beside}}}");
        Assert.Equal("canary-beside", _machine.Choose().Login!.Password);
    }

    [Theory]
    [InlineData("work/")]
    [InlineData("work//")]
    [InlineData("work/.")]
    [InlineData("home/../work/")]
    [InlineData("./work/./")]
    [InlineData("link")]
    [InlineData("link/")]
    public void Choose_WorkingFolderWrittenInAnyWay_IsNotCompletedFromAnotherFolder(string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Not everybody may create links there.");
        _machine.Write("work/clouds.yaml", Text("planted")).Write("home/.config/openstack/secure.yaml", "clouds: {prod: {auth: {password: canary}}}");
        Directory.CreateSymbolicLink(_machine.At("link"), "work");
        _machine.WorkingFolder = folder;

        foreach (ConnectRequest request in new[] { new ConnectRequest(), new ConnectRequest { Profile = "prod" } })
        {
            Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse(request).ErrorId);
        }

        _machine.Write("work/secure.yaml", "clouds: {prod: {auth: {password: canary-beside}}}");
        Assert.Equal("canary-beside", _machine.Choose().Login!.Password);
    }

    [Theory]
    [InlineData("work/")]
    [InlineData("link")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Choose_WorkingFolderWrittenInAnyWay_IgnoresWhatOthersCanChange(string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        _machine.Write("work/clouds.yaml", Text("planted", "canary")).Write(Own, Text("own", "canary")).Share("work/clouds.yaml", UnixFileMode.OtherWrite);
        Directory.CreateSymbolicLink(_machine.At("link"), "work");
        _machine.WorkingFolder = folder;

        Assert.Equal(new Uri("https://own.example"), _machine.Choose().Endpoint);
    }

    // Its address is of whoever planted it; so nothing of the user's goes there, whatever it is kept in.
    [Fact]
    public void Choose_FileInWorkingFolder_IsNotCompletedByVendorProfilesOfAnotherFolder()
    {
        const string Vendors = "public-clouds: {team: {auth: {username: ops, password: canary, user_domain_name: d}}}";
        _machine.Write("work/clouds.yaml", "clouds: {prod: {profile: team, region_name: r1, auth: {auth_url: 'https://planted.example'}}}")
            .Write("home/.config/openstack/clouds-public.yaml", Vendors).Write("etc/openstack/clouds-public.yaml", Vendors).Write("home/vendors.yaml", Vendors);

        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);
        _machine.Set($"OS_CLIENT_VENDOR_FILE={_machine.At("home/vendors.yaml")}", "OS_CLOUD=prod", "OS_PASSWORD=canary");
        Assert.Equal(EcsErrorId.CredentialFileInvalid, _machine.Refuse().ErrorId);

        // What its user names, or puts beside it, is meant.
        _machine.Set($"OS_CLIENT_CONFIG_FILE={_machine.At("work/clouds.yaml")}");
        Assert.Equal("canary", _machine.Choose().Login!.Password);
        _machine.Set("OS_CLIENT_CONFIG_FILE=").Write("work/clouds-public.yaml", Vendors.Replace("canary", "canary-beside", StringComparison.Ordinal));
        Assert.Equal("canary-beside", _machine.Choose().Login!.Password);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Choose_OthersCanChangeWhatStandsBesideANamedFile_IgnoresIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        _machine.Write("team/clouds.yaml", Text("team", "canary")).Write("team/secure.yaml", "clouds: {prod: {auth: {auth_url: 'https://planted.example'}}}")
            .Share("team/secure.yaml", UnixFileMode.GroupWrite).Set($"OS_CLIENT_CONFIG_FILE={_machine.At("team/clouds.yaml")}");

        Assert.Equal(new Uri("https://team.example"), _machine.Choose().Endpoint);
        _machine.Share("team/secure.yaml", UnixFileMode.None);
        Assert.Equal(new Uri("https://planted.example"), _machine.Choose().Endpoint);
    }

    [Fact]
    public void Choose_FileInHome_TakesNothingFromWorkingFolder()
    {
        _machine.Write(Own, "clouds:\n  prod:\n    profile: team\n    region_name: r1\n    auth: {username: ops, password: canary}\n")
            .Write("work/secure.yaml", "clouds: {prod: {auth: {password: planted, auth_url: 'https://planted.example'}}}")
            .Write("work/clouds-public.yaml", "public-clouds: {team: {auth: {auth_url: 'https://planted.example'}}}")
            .Write("etc/openstack/clouds-public.yaml", "public-clouds: {team: {auth: {auth_url: 'https://keystone.example'}}}");

        AccountCandidate offer = _machine.Choose();

        Assert.Equal(("canary", new Uri("https://keystone.example")), (offer.Login!.Password, offer.Endpoint));
    }

    [Theory]
    [InlineData("clouds.yaml")]
    [InlineData("secure.yaml")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Choose_OthersCanChangeFileInWorkingFolder_IgnoresIt(string planted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        _machine.Write("work/clouds.yaml", Text("planted", "canary")).Write("work/secure.yaml", "clouds: {prod: {auth: {username: planted}}}").Write(Own, Text("own", "canary"));
        foreach (UnixFileMode mode in new[] { UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
        {
            _machine.Share($"work/{planted}", mode);
            AssertIgnores(planted);
        }

        _machine.Share($"work/{planted}", UnixFileMode.None);
        Assert.Equal(new Uri("https://planted.example"), _machine.Choose().Endpoint);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only an administrator can give files away.");
        UnixFile.Give(_machine.At($"work/{planted}"), 12345);
        AssertIgnores(planted);
    }

    [Theory]
    [InlineData("acs-sso", "PATH", true)]
    [InlineData("acs-sso", "", false)]
    [InlineData("acs-sso", ".:", false)]
    [InlineData("./acs-sso", "PATH", false)]
    [InlineData("tools/acs-sso", "PATH", false)]
    [InlineData("~/bin/acs-sso", "", true)]
    public async Task GetKey_ProgramByName_IsFoundOverPathAlone(string program, string path, bool isFound)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs are shell scripts.");
        string working = Directory.GetCurrentDirectory();
        string[] planted = [Path.Combine(working, "acs-sso"), Path.Combine(working, "tools", "acs-sso")];
        try
        {
            Plant("home/bin/acs-sso", "own");
            Plant("work/acs-sso", "planted");
            Plant("work/tools/acs-sso", "planted");
            _machine.Write("home/data/acs-sso", "no program");
            foreach (string file in planted)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.Copy(_machine.At("home/bin/acs-sso"), file, overwrite: true);
                await File.WriteAllTextAsync(file, Print("planted"), TestContext.Current.CancellationToken);
            }

            _machine.Set($"PATH={path.Replace("PATH", $"{_machine.At("home/data")}:{_machine.At("home/bin")}", StringComparison.Ordinal)}")
                .Write("home/.aliyun/config.json", $$"""{"profiles":[{"name":"default","mode":"External","process_command":"{{program}} login","region_id":"cn-hangzhou"}]}""");
            AccountCandidate offer = _machine.Choose();

            if (isFound)
            {
                Assert.Equal("own", (await _machine.GetKeyAsync(offer)).Id);
            }
            else
            {
                Assert.Equal(EcsErrorId.CredentialNotFound, (await Assert.ThrowsAsync<EcsException>(() => _machine.GetKeyAsync(offer))).ErrorId);
            }
        }
        finally
        {
            foreach (string file in planted)
            {
                File.Delete(file);
            }
        }
    }

    private static string Text(string host, string? password = null) =>
        Clouds.Replace("ADDRESS", host, StringComparison.Ordinal) + (password is null ? "}\n" : $", password: {password}}}\n");

    private static string Print(string id) => $"#!/bin/sh\necho '{{\"access_key_id\":\"{id}\",\"access_key_secret\":\"canary\"}}'\n";

    private void Plant(string path, string id)
    {
        _machine.Write(path, Print(id));
        if (!OperatingSystem.IsWindows())
        {
            _machine.Share(path, UnixFileMode.UserExecute);
        }
    }

    private void AssertIgnores(string planted)
    {
        AccountCandidate offer = _machine.Choose();
        Assert.Equal(new Uri(planted == "clouds.yaml" ? "https://own.example" : "https://planted.example"), offer.Endpoint);
        Assert.Equal("ops", offer.Login!.UserName);
    }
}
