using System.Text;

using CsCheck;

using EcsTools.Core.Auditing;
using EcsTools.Core.Guests;
using EcsTools.Core.Providers.Alibaba;
using EcsTools.Core.Security;

using Newtonsoft.Json;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>Whatever stands in an audit log, on a console, in a public key or in what a program prints: what it holds, or nothing.</summary>
public sealed class HostileRecordTests : IDisposable
{
    private const string HostKey = "AAAAC3NzaC1lZDI1NTE5AAAAAwECAw==";
    private static readonly DateTimeOffset Sent = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What was changed in any line but the last is found; what cannot be read is no record.
    [Fact]
    public void Every_audit_log_is_intact_or_found_damaged()
    {
        FileAuditLog log = new(_folder);
        log.Append([.. Enumerable.Range(0, 3).Select(i => new AuditEvent { Operation = "Start", Instance = new EcsInstance { Id = $"i-{i}", Name = $"web-{i}" }, Detail = "words" })]);
        string file = Assert.Single(log.Files);
        byte[] whole = File.ReadAllBytes(file);
        string head = AuditReader.Check(log, null).Head;
        int damaged = 0;
        Gen.Int.Sample(
            seed =>
            {
                Mutator mutator = new(seed);
                byte[] content = seed % 3 == 0 ? mutator.Garble(whole) : Encoding.UTF8.GetBytes(mutator.DamageText(Encoding.UTF8.GetString(whole)));
                File.WriteAllBytes(file, content);

                EcsAuditCheck check = AuditReader.Check(log, head);
                Assert.Equal(check.RecordCount, AuditReader.Read(log).Count());
                Assert.True(content.AsSpan().SequenceEqual(whole) || !check.IsIntact, "A changed log passes for an intact one.");
                damaged += check.IsIntact ? 0 : 1;
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(damaged > 0, "Not one of the damaged logs was found.");
    }

    [Fact]
    public void Every_file_of_a_public_key_is_read_or_refused()
    {
        string whole = $"# ours\nssh-ed25519 {HostKey} me@here\n";
        string file = Path.Combine(_folder, "key.pub");
        int read = 0;
        Gen.Int.Sample(
            seed =>
            {
                Mutator mutator = new(seed);
                File.WriteAllBytes(file, seed % 3 == 0 ? mutator.Garble(Encoding.UTF8.GetBytes(whole)) : Encoding.UTF8.GetBytes(mutator.DamageText(whole)));
                try
                {
                    string key = PublicKeyText.ReadFile(file);
                    Assert.DoesNotContain(key, char.IsControl);
                    read++;
                }
                catch (EcsException error)
                {
                    Assert.Equal(EcsErrorId.KeyFileInvalid, error.ErrorId);
                }
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(read > 0, "Not one of the damaged files was read.");
    }

    [Fact]
    public void Every_console_shows_keys_of_the_new_system_or_none()
    {
        string whole = $"""
            [    0.000000] Linux version 6.1
            [    8.1] cloud-init[9]: Cloud-init v. 23.1 running 'init' at Mon, 02 Mar 2026 07:00:10 +0000. Up 8.1 seconds.
            -----BEGIN SSH HOST KEY KEYS-----
            ssh-ed25519 {HostKey} root@web-01
            -----END SSH HOST KEY KEYS-----
            [   16.0] cloud-init[9]: Cloud-init v. 23.1 finished at Mon, 02 Mar 2026 07:00:20 +0000. Datasource DataSourceOpenStack.  Up 16.0 seconds

            """;
        int found = 0;
        Gen.Int.Sample(
            seed =>
            {
                Mutator mutator = new(seed);
                string text = seed % 3 == 0 ? Encoding.UTF8.GetString(mutator.Garble(Encoding.UTF8.GetBytes(whole))) : mutator.DamageText(whole);
                IReadOnlyList<byte[]> keys = HostKeyBlock.Find(text, Sent, Sent.AddMinutes(5));
                Assert.All(keys, key => Assert.Equal("ssh-ed25519", HostKeyVerifier.TypeOf(key)));
                found += keys.Count;
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(found > 0, "No console showed a key.");
    }

    [Fact]
    public void Everything_that_a_program_prints_is_a_key_or_none()
    {
        const string Whole = """{"mode":"StsToken","access_key_id":"STS.x","access_key_secret":"secret","sts_token":"token","expiration":"2026-09-18T08:00:00Z"}""";
        int read = 0;
        Gen.Int.Sample(
            seed =>
            {
                JToken json;
                try
                {
                    json = JToken.Parse(new Mutator(seed).DamageText(Whole));
                }
                catch (JsonException)
                {
                    return;
                }

                if (AlibabaTemporaryKey.ReadProgram(json) is { } key)
                {
                    Assert.NotEqual(("", ""), (key.Id, key.Secret));
                    read++;
                }
            },
            iter: HostileAnswerTests.InputsPerTest,
            threads: 1);

        Assert.True(read > 0, "Nothing of what was printed was a key.");
    }
}
