using System.Diagnostics;
using System.Net;

using EcsTools.Core.Approvals;
using EcsTools.Core.Policies;

namespace EcsTools.Core.Tests.Approvals;

/// <summary>Signatures over plans, held against the real <c>ssh-keygen</c> in both directions.</summary>
public sealed class PlanApprovalTests : IDisposable
{
    private const string Keygen = "ssh-keygen";
    private static readonly bool HasKeygen = Probe();

    // To find two primes takes longer than all else here: an RSA key of a kind is made once.
    private static readonly Lazy<string> MadeKeys = new(MakeSharedFolder);
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-approval-").FullName;
    private readonly EcsPlan _plan = PlanSeal.Make(PlanStatementTests.Plan("db\n01 ü\u202e"), TimeSpan.FromHours(24));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string, string> Keys() => new()
    {
        { "ed25519", "", "" },
        { "ed25519", "", "a passphrase" },
        { "ecdsa -b 256", "", "" },
        { "ecdsa -b 384", "", "a passphrase" },
        { "ecdsa -b 521", "", "" },
        { "rsa -b 2048", "", "" },
        { "rsa -b 3072", "-m PEM", "" },
        { "rsa -b 2048", "-m PEM", "a passphrase" },
        { "rsa -b 2048", "-m PKCS8", "" },
        { "ecdsa -b 256", "-m PEM", "" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Sign_KeyOfAnyKind_IsAcceptedBySshKeygen(string type, string form, string passphrase)
    {
        string key = MakeKey(type, form, passphrase);

        EcsPlan approved = PlanApprovals.Sign(_plan, key, passphrase.Length == 0 ? null : new NetworkCredential("", passphrase).SecurePassword);

        Assert.Equal(0, VerifyWithKeygen(key, approved.Approvals.Single(), approved.GetStatement(), PlanApprovals.Namespace));
        Assert.NotEqual(0, VerifyWithKeygen(key, approved.Approvals.Single(), approved.GetStatement() + " ", PlanApprovals.Namespace));
        Assert.NotEqual(0, VerifyWithKeygen(key, approved.Approvals.Single(), approved.GetStatement(), "file"));
        Assert.Equal(["alice"], Approvers(approved, Line(key, "alice")));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Add_SignatureOfSshKeygen_IsAccepted(string type, string form, string passphrase)
    {
        string key = MakeKey(type, form, "");
        _ = passphrase;
        foreach (string hash in new[] { "sha512", "sha256" })
        {
            EcsPlan approved = PlanApprovals.Add(_plan, SignWithKeygen(key, _plan.GetStatement(), PlanApprovals.Namespace, hash));

            Assert.Equal(["alice"], Approvers(approved, Line(key, "alice")));
        }

        Assert.Equal(EcsErrorId.ApprovalInvalid, Assert.Throws<EcsException>(() => PlanApprovals.Add(_plan, SignWithKeygen(key, _plan.GetStatement(), "file", "sha512"))).ErrorId);
        Assert.Equal(EcsErrorId.ApprovalInvalid, Assert.Throws<EcsException>(() => PlanApprovals.Add(_plan, SignWithKeygen(key, _plan.GetStatement() + "x", PlanApprovals.Namespace, "sha512"))).ErrorId);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("namespaces=\"ecstools-plan\"", true)]
    [InlineData("namespaces=\"file,ecstools-*\"", true)]
    [InlineData("namespaces=\"file\"", false)]
    [InlineData("valid-before=\"20261130120001Z\"", true)]
    [InlineData("valid-before=\"20261130115959Z\"", false)]
    [InlineData("valid-after=\"20261130115959Z\"", true)]
    [InlineData("valid-after=\"20261130120001Z\"", false)]
    [InlineData("valid-after=\"20261130Z\",valid-before=\"20261201Z\",namespaces=\"ecstools-plan\"", true)]
    [InlineData("valid-before=\"202611301200Z\"", true)]
    [InlineData("valid-after=\"202611301201Z\"", false)]
    [InlineData("NAMESPACES=\"ecstools-plan\"", true)]
    public void FindApprovers_OptionsOfTheLine_AreKept(string options, bool counts)
    {
        string key = MakeKey("ed25519");
        EcsPlan approved = PlanApprovals.Sign(_plan, key, null);

        Assert.Equal(counts ? ["alice"] : [], Approvers(approved, Line(key, "alice", options)));
        int verified = VerifyWithKeygen(key, approved.Approvals[0], approved.GetStatement(), PlanApprovals.Namespace, options, "-Overify-time=20261130120000Z");
        Assert.Equal(counts, verified == 0);
    }

    [Theory]
    [InlineData("alice cert-authority ssh-ed25519 {0}")]
    [InlineData("alice valid-before=\"tomorrow\" ssh-ed25519 {0}")]
    [InlineData("alice namespaces=ecstools-plan ssh-ed25519 {0}")]
    [InlineData("alice no-touch-required ssh-ed25519 {0}")]
    [InlineData("alice ssh-rsa {0}")]
    [InlineData("alice ssh-ed25519 AAAA")]
    [InlineData("alice ssh-ed25519")]
    [InlineData("ssh-ed25519 {0}")]
    [InlineData("alice")]
    [InlineData("\"alice ssh-ed25519 {0}")]
    [InlineData("alice,!bob ssh-ed25519 {0}")]
    [InlineData("alice,,bob ssh-ed25519 {0}")]
    [InlineData("alice namespaces=\"a\",namespaces=\"b\" ssh-ed25519 {0}")]
    [InlineData("alice namespaces=\"\" ssh-ed25519 {0}")]
    [InlineData("alice namespaces=\"a,,b\" ssh-ed25519 {0}")]
    [InlineData("alice namespaces=\"!a\" ssh-ed25519 {0}")]
    [InlineData("alice namespaces=\"a ssh-ed25519 {0}")]
    [InlineData("alice valid-after=\"2026\" ssh-ed25519 {0}")]
    [InlineData("alice valid-after=20261130 ssh-ed25519 {0}")]
    [InlineData("alice a b ssh-ed25519 {0}")]
    [InlineData("alice ssh-dss {0}")]
    [InlineData("alice sk-ecdsa-sha2-nistp256@openssh.com {0}")]
    [InlineData("alice sk-ssh-ed25519@openssh.com {0}")]
    public void Check_LineThatIsNotUnderstood_DeniesEverything(string line)
    {
        string key = MakeKey("ed25519");
        string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, line, PublicKey(key)[1]);

        Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => PlanApprovals.Check(ReadPolicy([text]))).ErrorId);
    }

    [Fact]
    public void FindApprovers_CommentsQuotesAndSeveralNames_AreReadAsSshKeygenDoes()
    {
        string key = MakeKey("ed25519");
        EcsPlan approved = PlanApprovals.Sign(_plan, key, null);

        Assert.Equal(["alice"], Approvers(approved, "# who may", " \t" + Line(key, "\"alice, bob\"") + " a comment"));
        Assert.Empty(Approvers(approved, "# " + Line(key, "alice")));
    }

    // A capital in a namespace never fits in ssh-keygen; here letter case must not widen it.
    [Fact]
    public void FindApprovers_NamespaceInCapitals_DoesNotCount() =>
        Assert.Empty(Approvers(PlanApprovals.Sign(_plan, MakeKey("ed25519", path: "capital"), null), Line(Path.Combine(_folder, "capital"), "alice", "namespaces=\"ECSTOOLS-PLAN\"")));

    [Fact]
    public void FindApprovers_ValidInLocalTime_IsTheMachinesTime()
    {
        string key = MakeKey("ed25519");
        EcsPlan approved = PlanApprovals.Sign(_plan, key, null);
        string noon = Noon.ToLocalTime().ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(["alice"], Approvers(approved, Line(key, "alice", $"valid-after=\"{noon}\",valid-before=\"{noon}\"")));
    }

    [Fact]
    public void FindApprovers_RevokedKeyThatCannotBeRead_DeniesEverything()
    {
        EcsPlan approved = PlanApprovals.Sign(_plan, MakeKey("ed25519"), null);

        Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Approvers(approved, [], ["ssh-ed25519"])).ErrorId);
        Assert.Equal(EcsErrorId.DeniedByPolicy, Assert.Throws<EcsException>(() => Approvers(approved, [], ["ssh-ed25519 AAAA"])).ErrorId);
    }

    [Fact]
    public void FindApprovers_RevokedKey_DoesNotCount()
    {
        string key = MakeKey("ed25519");
        EcsPlan approved = PlanApprovals.Sign(_plan, key, null);

        Assert.Empty(Approvers(approved, [Line(key, "alice")], revoked: [string.Join(" ", PublicKey(key))]));
        Assert.Equal(["alice"], Approvers(approved, [Line(key, "alice")], revoked: [string.Join(" ", PublicKey(MakeKey("ed25519")))]));
    }

    // A certificate is a key with an authority's word for it, which nothing here would check.
    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa -b 256")]
    [InlineData("rsa -b 2048")]
    public void Certificate_AnywhereAKeyIsExpected_IsRefused(string type)
    {
        string key = MakeKey(type);
        string authority = MakeKey("ed25519");
        Assert.Equal(0, Run(["-q", "-s", authority, "-I", "alice", "-n", "alice", key + ".pub"], ""));
        string certificate = key + "-cert.pub";
        string[] fields = File.ReadAllText(certificate).Split(' ')[..2];
        string signature = SignWithKeygen(certificate, _plan.GetStatement(), PlanApprovals.Namespace, "sha512");

        EcsException line = Assert.Throws<EcsException>(() => PlanApprovals.Check(ReadPolicy([$"alice {fields[0]} {fields[1]}"])));
        EcsException named = Assert.Throws<EcsException>(() => PlanApprovals.Check(ReadPolicy([$"alice namespaces=\"ecstools-plan\" {fields[0]} {fields[1]}"])));
        EcsException revoked = Assert.Throws<EcsException>(() => PlanApprovals.Check(ReadPolicy([], [string.Join(" ", fields)])));
        EcsException renamed = Assert.Throws<EcsException>(() => PlanApprovals.Check(ReadPolicy([$"alice {PublicKey(key)[0]} {fields[1]}"])));
        EcsException signed = Assert.Throws<EcsException>(() => PlanApprovals.Add(_plan, signature));

        Assert.All([line, named, revoked, renamed], e => Assert.Equal(EcsErrorId.DeniedByPolicy, e.ErrorId));
        Assert.All([line, named, revoked], e => Assert.Contains("certificate", e.Message, StringComparison.Ordinal));
        Assert.Equal(EcsErrorId.ApprovalInvalid, signed.ErrorId);
        Assert.Empty(Approvers(PlanSeal.Copy(_plan, [signature]), Line(key, "alice"), Line(authority, "authority")));
    }

    [Fact]
    public void FindApprovers_SeveralSignatures_CountsPeopleAndNotKeys()
    {
        string first = MakeKey("ed25519");
        string second = MakeKey("ecdsa -b 256");
        string third = MakeKey("rsa -b 2048");
        EcsPlan approved = PlanApprovals.Sign(PlanApprovals.Sign(PlanApprovals.Sign(PlanApprovals.Sign(_plan, first, null), first, null), second, null), third, null);

        Assert.Equal(["alice", "bob"], Approvers(approved, Line(first, "alice"), Line(second, "alice@example.com,alice"), Line(third, "bob")));
        Assert.Empty(Approvers(approved, Line(MakeKey("ed25519"), "carol")));
    }

    [Fact]
    public void FindApprovers_OnePersonInTwoSpellings_CountsOnce()
    {
        string first = MakeKey("ed25519");
        string second = MakeKey("ed25519");

        Assert.Equal(["alice"], Approvers(PlanApprovals.Sign(PlanApprovals.Sign(_plan, first, null), second, null), Line(first, "alice"), Line(second, "ALICE")));
    }

    [Fact]
    public void ReadSignature_File_IsReadOrApprovalInvalid()
    {
        string file = Path.Combine(_folder, "signature");
        File.WriteAllText(file, "words");

        Assert.Equal("words", PlanApprovals.ReadSignature(file));
        foreach (string none in new[] { Path.Combine(_folder, "none"), _folder, "" })
        {
            EcsException error = Assert.Throws<EcsException>(() => PlanApprovals.ReadSignature(none));
            Assert.Equal((EcsErrorId.ApprovalInvalid, true), (error.ErrorId, error.WasNotCarriedOut));
        }
    }

    [Theory]
    [InlineData("alice", false, 0)]
    [InlineData("ALICE", false, 0)]
    [InlineData("bob", false, 1)]
    [InlineData("alice", true, 1)]
    public void FindApprovers_WhoeverRunsThePlan_HasNotApprovedIt(string runner, bool allowed, int expected)
    {
        string key = MakeKey("ed25519");
        EcsPlan approved = PlanApprovals.Sign(_plan, key, null);

        Assert.Equal(expected, PlanApprovals.FindApprovers(approved, ReadPolicy([Line(key, "carol,alice@example.com")], allowed: allowed), Noon, runner).Count);
    }

    [Fact]
    public void FindApprovers_PlanThatWasEditedAfterwards_HasNone()
    {
        string key = MakeKey("ed25519");
        EcsPlan approved = PlanApprovals.Sign(_plan, key, null);
        EcsPlan other = PlanSeal.Make(PlanStatementTests.Plan("db-02"), TimeSpan.FromHours(24));

        Assert.Empty(Approvers(PlanSeal.Copy(other, approved.Approvals), Line(key, "alice")));
    }

    [Fact]
    public void Sign_RsaKeyThatIsTooShort_IsNoApproval()
    {
        string key = MakeKey("rsa -b 1024");
        EcsException error = Assert.Throws<EcsException>(() => PlanApprovals.Sign(_plan, key, null));

        Assert.Equal(EcsErrorId.ApprovalInvalid, error.ErrorId);
        Assert.Equal(EcsErrorId.ApprovalInvalid, Assert.Throws<EcsException>(() => PlanApprovals.Add(_plan, SignWithKeygen(key, _plan.GetStatement(), PlanApprovals.Namespace, "sha512"))).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n%%%\n-----END SSH SIGNATURE-----")]
    public void Add_WhatIsNoSignature_IsRefused(string text) =>
        Assert.Equal(EcsErrorId.ApprovalInvalid, Assert.Throws<EcsException>(() => PlanApprovals.Add(_plan, text)).ErrorId);

    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static bool Probe()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Keygen, "-?") { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string MakeSharedFolder()
    {
        string folder = Directory.CreateTempSubdirectory("ecstools-approval-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static string[] PublicKey(string key) => File.ReadAllText(key + ".pub").Split(' ')[..2];

    private static string Line(string key, string principals, string options = "") =>
        string.Join(" ", new[] { principals, options }.Concat(PublicKey(key)).Where(p => p.Length > 0));

    private IReadOnlyList<string> Approvers(EcsPlan plan, params string[] lines) => Approvers(plan, lines, []);

    private IReadOnlyList<string> Approvers(EcsPlan plan, string[] lines, string[] revoked) => PlanApprovals.FindApprovers(plan, ReadPolicy(lines, revoked), Noon, "runner");

    private Policy ReadPolicy(string[] approvers, string[]? revoked = null, bool allowed = false)
    {
        string file = Path.Combine(_folder, "policy.json");
        File.WriteAllText(file, Newtonsoft.Json.JsonConvert.SerializeObject(new { rules = Array.Empty<string>(), approvers, revokedKeys = revoked ?? [], allowSelfApproval = allowed }));
        return Policy.Read([file]);
    }

    private string MakeKey(string type, string form = "", string passphrase = "", string? path = null)
    {
        path = Path.Combine(_folder, path ?? Path.GetRandomFileName());
        string made = type.StartsWith("rsa", StringComparison.Ordinal) ? Path.Combine(MadeKeys.Value, $"{type}{form}{passphrase}") : path;
        if (!File.Exists(made))
        {
            Assert.Equal(0, Run([.. $"-q -t {type} {form}".Split(' ', StringSplitOptions.RemoveEmptyEntries), "-N", passphrase, "-f", made], ""));
        }

        if (made != path)
        {
            File.Copy(made, path);
            File.Copy(made + ".pub", path + ".pub");
        }

        return path;
    }

    private string SignWithKeygen(string key, string text, string space, string hash)
    {
        string file = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(file, text);
        Assert.Equal(0, Run(["-Y", "sign", "-q", "-n", space, "-O", $"hashalg={hash}", "-f", key, file], ""));
        return File.ReadAllText(file + ".sig");
    }

    private int VerifyWithKeygen(string key, string signature, string text, string space, string options = "", params string[] more)
    {
        string signers = Path.Combine(_folder, "allowed_signers");
        string file = Path.Combine(_folder, "signature");
        File.WriteAllText(signers, Line(key, "alice", options) + "\n");
        File.WriteAllText(file, signature);
        return Run(["-Y", "verify", "-f", signers, "-I", "alice", "-n", space, "-s", file, .. more], text);
    }

    private static int Run(string[] arguments, string input)
    {
        Assert.SkipUnless(HasKeygen, "ssh-keygen is not installed.");
        ProcessStartInfo info = new(Keygen) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info)!;
        using (StreamWriter writer = new(process.StandardInput.BaseStream, new System.Text.UTF8Encoding(false)))
        {
            writer.Write(input);
        }

        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
