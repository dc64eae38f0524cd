using System.Globalization;
using System.Text;

using EcsTools.Tests.Commands;
using EcsTools.Tests.Hosting;

namespace EcsTools.Tests.Fuzzing;

/// <summary>Plans out of files that were cut, garbled and edited: what was planned runs once, or nothing does.</summary>
public sealed class HostilePlanTests
{
    private static readonly int Inputs =
        int.TryParse(Environment.GetEnvironmentVariable("ECSTOOLS_HOSTILE_INPUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n / 30 : 200;

    private static readonly string[] Pieces = ["", "\"", "{", "]", ",", "null", "true", "-1", "\"\\u202e\\u001b[8m\"", "9999-12-31T23:59:59Z", "\\u0000", "[[[[", "db-02", "SystemDiskReset"];

    [Fact]
    public void InvokeEcsPlan_DamagedFiles_RunsThePlanOnceOrNothing()
    {
        using SandboxFixture bench = new();
        string whole = bench.Run<string>("Invoke-EcsOsReinstall db-01 -Backup None -PlanOnly | ConvertTo-Json -Depth 8 -Compress").Single();
        string[] damaged = [whole, .. Enumerable.Range(0, Inputs).Select(seed => Damage(whole, new Random(seed)))];

        Outcome outcome = bench.Invoke(
            "foreach ($text in $texts) { $plan = try { $text | ConvertFrom-Json } catch { 'no plan' }; Invoke-EcsPlan $plan -Force }",
            ("texts", damaged));

        Assert.NotEmpty(outcome.Errors);
        Assert.All(outcome.Errors, e => Assert.True(e.Exception is EcsException, e.ToString()));
        Assert.Equal("db-01", Assert.Single(outcome.Of<EcsOperation>()).InstanceName);
        Assert.All(bench.Sandbox.Effects, effect => Assert.Equal(1, effect.Value));
    }

    private static string Damage(string text, Random random)
    {
        StringBuilder damaged = new(text);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (char)random.Next(0x20, 0x7F);
                    break;
                case 1:
                    damaged.Remove(at, Math.Min(random.Next(1, 30), damaged.Length - at));
                    break;
                case 2:
                    damaged.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    // One value in place of another, so that what is read is still JSON.
                    string[] values = [.. damaged.ToString().Split(',').Where(v => v.Contains(':', StringComparison.Ordinal))];
                    (string from, string to) = (values[random.Next(values.Length)], values[random.Next(values.Length)]);
                    damaged.Replace(from, from[..(from.IndexOf(':', StringComparison.Ordinal) + 1)] + to[(to.IndexOf(':', StringComparison.Ordinal) + 1)..]);
                    break;
            }
        }

        return damaged.ToString();
    }
}
