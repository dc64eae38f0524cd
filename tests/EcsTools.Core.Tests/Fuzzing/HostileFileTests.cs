using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

using CsCheck;
using EcsTools.Core.Accounts;
using EcsTools.Core.Approvals;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Diagnostics;
using EcsTools.Core.Guests;
using EcsTools.Core.Http;
using EcsTools.Core.Journaling;
using EcsTools.Core.Policies;
using EcsTools.Core.Tests.Approvals;
using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>Whatever stands in a file that is read: an object or an <see cref="EcsException"/>, and nothing of a credential in it.</summary>
public sealed class HostileFileTests : IDisposable
{
    private static readonly Dictionary<string, string> CredentialFiles = new()
    {
        [".aliyun/config.json"] = """
            {"current": "a", "profiles": [
              {"name": "a", "mode": "AK", "access_key_id": "LTAI5tExample00000001", "access_key_secret": "S3cret-Hostile-Word!", "region_id": "cn-hangzhou"},
              {"name": "b", "mode": "StsToken", "access_key_id": "STS.x", "access_key_secret": "S3cret-Hostile-Word!", "sts_token": "S3cret-Hostile-Word!"},
              {"name": "c", "mode": "RamRoleArn", "access_key_id": "LTAI", "access_key_secret": "S3cret-Hostile-Word!", "ram_role_arn": "acs:ram::1:role/x", "ram_session_name": "s", "expired_seconds": 900},
              {"name": "d", "mode": "External", "process_command": "/bin/echo x"},
              {"name": "e", "mode": "EcsRamRole", "ram_role_name": "r"}]}
            """,
        [".alibabacloud/credentials"] = """
            [default]
            enable = true
            type = access_key
            access_key_id = LTAI5tExample00000001
            access_key_secret = S3cret-Hostile-Word!
            [project]
            type = ram_role_arn
            access_key_id = LTAI5tExample00000001
            access_key_secret = S3cret-Hostile-Word!
            role_arn = acs:ram::1:role/x
            role_session_name = s
            """,
        [".hcloud/config.json"] = """
            {"current": "default", "profiles": [
              {"name": "default", "mode": "AKSK", "accessKeyId": "ABCDEFGHIJ0123456789", "secretAccessKey": "S3cret-Hostile-Word!", "region": "cn-north-4", "projectId": "0123456789abcdef"},
              {"name": "agency", "mode": "Agency", "accessKeyId": "ABCDEFGHIJ0123456789", "secretAccessKey": "S3cret-Hostile-Word!", "agencyName": "a", "agencyDomainName": "d"}]}
            """,
        [".huaweicloud/credentials"] = """
            [basic]
            ak = ABCDEFGHIJ0123456789
            sk = S3cret-Hostile-Word!
            project_id = 0123456789abcdef
            """,
        [".config/openstack/clouds.yaml"] = """
            clouds:
              otc:
                auth:
                  auth_url: https://iam.eu-de.otc.t-systems.com/v3
                  username: me
                  password: S3cret-Hostile-Word!
                  user_domain_name: OTC-EU-DE-00000000001000012345
                  project_name: eu-de
                region_name: eu-de
                regions: [eu-de, eu-nl]
              huawei:
                profile: huaweicloud
                auth: {ak: ABCDEFGHIJ0123456789, sk: S3cret-Hostile-Word!}
            """,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_credential_file_is_read_or_refused()
    {
        string[] names = [.. CredentialFiles.Keys];
        int found = 0;
        MachineEnvironment machine = new() { Environment = _ => null, Home = _folder, WorkingFolder = _folder, SystemFolder = _folder, HardwareFolder = _folder };
        Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int).Sample(
            (name, seed) =>
            {
                string file = Path.Combine(_folder, names[name]);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                Mutator mutator = new(seed, knowsSecret: true);
                string whole = CredentialFiles[names[name]];
                File.WriteAllBytes(file, seed % 3 == 0 ? mutator.Garble(Encoding.UTF8.GetBytes(whole)) : Encoding.UTF8.GetBytes(mutator.DamageText(whole)));
                List<EcsException> errors = [];
                IReadOnlyList<AccountCandidate> offers = AccountResolver.List(machine, null);
                found += offers.Count(o => o.Problem is null);
                Catch(errors, () => AccountResolver.Choose(new ConnectRequest(), machine));
                Catch(errors, () => AccountResolver.Choose(new ConnectRequest { Profile = "a" }, machine));
                errors.AddRange(offers.Select(o => o.Problem).OfType<EcsException>());

                // A secret that has got into a profile's name is shown as one.
                if (!offers.Any(o => o.Profile?.Contains(Mutator.Secret, StringComparison.Ordinal) == true))
                {
                    Assert.All(errors, e => Assert.DoesNotContain(Mutator.Secret, e.ToString(), StringComparison.Ordinal));
                }

                File.Delete(file);
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(found > 0, "Not one of the damaged files was read.");
    }

    [Fact]
    public void Every_policy_file_is_read_or_denies_everything()
    {
        const string Rules = """{"rules": [{"effect": "deny", "name": "db-*"}, {"effect": "requireBackup", "tag": "env=prod", "operation": "OsReinstall", "reason": "words"}]}""";
        string file = Path.Combine(_folder, Policy.FileName);
        EcsInstance server = new() { Id = "i-1", Name = "db-01", Account = "prod", AccountKey = "k" };
        Gen.Int.Sample(
            seed =>
            {
                File.WriteAllBytes(file, Encoding.UTF8.GetBytes(new Mutator(seed).DamageText(Rules)));
                List<EcsException> errors = [];
                Catch(errors, () => Policy.Read([file]).For("OsReinstall", server));
                Assert.All(errors, e => Assert.Equal(EcsErrorId.DeniedByPolicy, e.ErrorId));
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);
    }

    [Fact]
    public void Every_journal_file_is_read_or_blocks_its_own_server_only()
    {
        Journal journal = Journal.Open(_folder);
        journal.Write(Entry("i-1"));
        journal.Write(Entry("i-2"));
        string file = Directory.GetFiles(_folder, "*.json").Single(f => File.ReadAllText(f).Contains("\"i-1\"", StringComparison.Ordinal));
        string whole = File.ReadAllText(file);
        Gen.Int.Sample(
            seed =>
            {
                File.WriteAllBytes(file, Encoding.UTF8.GetBytes(new Mutator(seed).DamageText(whole)));
                List<EcsException> errors = [];
                Catch(errors, () => journal.Claim("k", "i-1").Dispose());
                Assert.All(errors, e => Assert.Equal(EcsErrorId.JournalDamaged, e.ErrorId));
                journal.Claim("k", "i-2").Dispose();
                IReadOnlyList<EcsOperation> found = Journal.Open(_folder).Find(new JournalQuery());
                Assert.Contains(found, o => o.InstanceId == "i-2");
                Assert.Contains(journal.Find(new JournalQuery { Instances = ["i-2"], Accounts = ["test"], Since = DateTimeOffset.UtcNow.AddDays(-1) }), o => o.InstanceId == "i-2");
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);
    }

    [Fact]
    public void Every_key_file_is_read_or_refused()
    {
        string[] keys = [Pem("PRIVATE KEY", [.. Convert.FromHexString("302e020100300506032b657004220420"), .. RandomNumberGenerator.GetBytes(32)]), EcKey(), RsaKey()];
        string file = Path.Combine(_folder, "key");
        int read = 0;
        Gen.Select(Gen.Int[0, keys.Length - 1], Gen.Int).Sample(
            (key, seed) =>
            {
                Mutator mutator = new(seed);
                File.WriteAllBytes(file, seed % 3 == 0 ? mutator.Garble(Encoding.UTF8.GetBytes(keys[key])) : Encoding.UTF8.GetBytes(mutator.DamageText(keys[key])));
                List<EcsException> errors = [];
                Catch(errors, () =>
                {
                    PrivateKeys.Read(file, null).Dispose();
                    read++;
                });
                Assert.All(errors, e => Assert.Equal(EcsErrorId.KeyFileInvalid, e.ErrorId));
                Assert.All(errors, e => Assert.DoesNotContain(keys[key].Split((char)10).MaxBy(l => l.Length)![..24], e.ToString(), StringComparison.Ordinal));
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(read > 0, "Not one of the damaged files was read.");
    }

    [Fact]
    public void Every_file_of_user_data_is_read_or_refused()
    {
        string[] texts = ["#cloud-config\npackages: [nginx]\n", "\n#!/bin/sh\necho\n", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", "I2Nsb3VkLWNvbmZpZwo="];
        byte[][] files = [.. texts.Select(Encoding.UTF8.GetBytes), Gzip(texts[0]), Encoding.Unicode.GetBytes(texts[0])];
        string file = Path.Combine(_folder, "data");
        int read = 0;
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int).Sample(
            (of, seed) =>
            {
                Mutator mutator = new(seed);
                File.WriteAllBytes(file, seed % 2 == 0 || of >= texts.Length ? mutator.Garble(files[of]) : Encoding.UTF8.GetBytes(mutator.DamageText(texts[of])));
                List<EcsException> errors = [];
                Catch(errors, () =>
                {
                    UserData data = UserData.ReadFile(file);
                    byte[] sent = Convert.FromBase64String(data.Encode());
                    Assert.Equal(data.Length, sent.Length);

                    // What is said to be known begins with its sign, in the very first byte.
                    Assert.False((data.IsForLinux || data.IsForWindows) && sent[0] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t');
                    read++;
                });
                Assert.All(errors, e => Assert.Equal(EcsErrorId.InvalidInput, e.ErrorId));
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(read > 0, "Not one of the damaged files was read.");
    }

    [Fact]
    public void Every_file_of_authorities_is_read_or_refused()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=lab", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string whole = "# ours\n" + certificate.ExportCertificatePem() + "\n" + certificate.ExportCertificatePem() + "\n";
        string file = Path.Combine(_folder, "ca.pem");
        int read = 0;
        Gen.Int.Sample(
            seed =>
            {
                Mutator mutator = new(seed);
                File.WriteAllBytes(file, seed % 3 == 0 ? mutator.Garble(Encoding.UTF8.GetBytes(whole)) : Encoding.UTF8.GetBytes(mutator.DamageText(whole)));
                List<EcsException> errors = [];
                Catch(errors, () =>
                {
                    Assert.False(CustomCertificateAuthorities.Read(file).Trusts(null, null, System.Net.Security.SslPolicyErrors.None));
                    read++;
                });
                Assert.All(errors, e => Assert.Equal(EcsErrorId.CredentialFileInvalid, e.ErrorId));
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(read > 0, "Not one of the damaged files was read.");
    }

    [Fact]
    public void Every_signature_file_is_a_signature_over_the_plan_or_refused()
    {
        string keyFile = Path.Combine(_folder, "key");
        File.WriteAllText(keyFile, EcKey());
        EcsPlan plan = PlanSeal.Make(PlanStatementTests.Plan("db-01"), PlanSeal.UsualLife);
        string whole = Assert.Single(PlanApprovals.Sign(plan, keyFile, null).Approvals);
        string file = Path.Combine(_folder, "plan.sig");
        Gen.Int.Sample(
            seed =>
            {
                Mutator mutator = new(seed);
                string damaged = seed % 3 == 0 ? Encoding.UTF8.GetString(mutator.Garble(Encoding.UTF8.GetBytes(whole))) : mutator.DamageText(whole);
                File.WriteAllText(file, damaged);
                List<EcsException> errors = [];
                Catch(errors, () =>
                {
                    // What is taken is the same signature, however it was wrapped.
                    Assert.Equal([whole], PlanApprovals.Add(plan, PlanApprovals.ReadSignature(file)).Approvals);
                });
                Assert.All(errors, e => Assert.Equal(EcsErrorId.ApprovalInvalid, e.ErrorId));
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);
    }

    // Whatever a plan's file says, what was approved is what runs, or nothing does.
    [Fact]
    public void Every_plan_file_is_the_plan_or_refused()
    {
        EcsPlan plan = PlanSeal.Make(PlanStatementTests.Plan("db-01"), PlanSeal.UsualLife);
        string whole = JsonConvert.SerializeObject(plan);
        int refused = 0;
        Gen.Int.Sample(
            seed =>
            {
                EcsPlan? read;
                try
                {
                    // The module's own reader leaves out what is null.
                    string text = new Mutator(seed).DamageText(whole);
                    if (JToken.Parse(text) is not JObject json || json.Descendants().Any(t => t is { Type: JTokenType.Null, Parent: JArray }))
                    {
                        return;
                    }

                    read = JsonConvert.DeserializeObject<EcsPlan>(text, new JsonSerializerSettings { MaxDepth = 16, NullValueHandling = NullValueHandling.Ignore });
                }
                catch (Exception error) when (error is JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException)
                {
                    return;
                }

                List<EcsException> errors = [];
                Catch(errors, () =>
                {
                    PlanSeal.CheckLife(read ?? new EcsPlan(), plan.CreatedAt);
                    PlanSeal.CheckWhole(read!);
                    Assert.Equal(plan.GetStatement(), read!.GetStatement());
                });
                refused += errors.Count;
                Assert.All(errors, e => Assert.Contains(e.ErrorId, new[] { EcsErrorId.PlanChanged, EcsErrorId.PlanExpired }));
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(refused > 0, "Not one of the damaged plans was refused.");
    }

    [Fact]
    public void Every_file_of_known_hosts_is_read_or_refused()
    {
        const string Lines = "# mine\nweb-01,10.0.0.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me\n@revoked *.example ssh-rsa AAAA\n|1|c2FsdA==|aGFzaA== ssh-rsa AAAA\n*a*a*a*,!web-?? ssh-rsa AAAA\n";
        string file = Path.Combine(_folder, "known_hosts");
        Gen.Int.Sample(
            seed =>
            {
                Mutator mutator = new(seed);
                File.WriteAllBytes(file, seed % 3 == 0 ? mutator.Garble(Encoding.UTF8.GetBytes(Lines)) : Encoding.UTF8.GetBytes(mutator.DamageText(Lines)));
                List<EcsException> errors = [];
                KnownHosts known = new(file);
                Catch(errors, () => Assert.True(Enum.IsDefined(known.Judge("web-01", 22, "ssh-rsa", [0, 0, 0]))));
                Catch(errors, () => known.Forget("web-01", 22));
                Assert.Empty(errors);
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);
    }

    [Fact]
    public void Every_name_is_shown_without_what_a_terminal_obeys()
    {
        string[] pieces = ["web-01", "\u001b[8m", "\u001b]52;c;QQ==\a", "\u009b2J", "\u202e", "\u2066", "\u200d", "\ud83d", "\udc27", "\ud83d\udc27", "\r", "\n", "\t", "\0", "\u2028", "\u3164", "Größe", "数", "*", "?", "'", "\u201c", "$(x)", "`"];
        Gen.Int[0, pieces.Length - 1].Array[0, 24].Sample(
            picked =>
            {
                string name = string.Concat(picked.Select(i => pieces[i]));
                foreach (string shown in new[] { Display.Line(name), Display.Text(name).Replace("\n", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal) })
                {
                    Assert.All(shown.EnumerateRunes(), r => Assert.False(
                        Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator || r == Rune.ReplacementChar, $"U+{r.Value:X}"));
                }

                Assert.True(TextPattern.FitsWildcards(name.Replace('?', '*'), name));
                Assert.InRange(ProviderText.Shorten(name).Length, 0, 500);
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static string Pem(string label, byte[] body) => new string(PemEncoding.Write(label, body)) + "\n";

    private static string EcKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Pem("EC PARAMETERS", [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]) + key.ExportECPrivateKeyPem() + "\n";
    }

    private static string RsaKey()
    {
        using RSA key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem() + "\n";
    }

    private static JournalEntry Entry(string instanceId) => new()
    {
        OperationId = Guid.NewGuid().ToString("N"),
        Kind = nameof(OperationKind.OsReinstall),
        InstanceId = instanceId,
        InstanceName = instanceId,
        Account = "test",
        AccountKey = "k",
        StartedAt = DateTimeOffset.UtcNow,
        Steps = { new JournalStep { Kind = StepKind.RebuildSystemDisk, Before = { ["systemDiskId"] = "d-1" }, JobId = "j", Token = "t" } },
    };

    private static void Catch(List<EcsException> errors, Action work)
    {
        try
        {
            work();
        }
        catch (EcsException error)
        {
            errors.Add(error);
        }
    }
}
