using EcsTools.Core.Approvals;
using EcsTools.Core.Reports;

using PuppeteerSharp;

namespace EcsTools.Core.Tests.Reports;

/// <summary>A report in a real browser: its own script runs and no other, it is searched and folded, and it fits every screen.</summary>
public sealed class ReportPageTests : IDisposable
{
    private const string Hostile = "web<img src=x onerror=document.title='bad'>-13";
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string? Browser = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Page_InABrowser_IsSearchedAndFolded()
    {
        await using IBrowser browser = await LaunchAsync();
        await using IPage page = await OpenAsync(browser);
        List<string> complaints = [];
        page.Console += (_, e) => complaints.Add(e.Message.Text);
        page.PageError += (_, e) => complaints.Add(e.Message);

        await page.TypeAsync("input", "web-27");
        Assert.Equal(["OS reinstall of web-27 (i-27)"], await HeadingsAsync(page));
        Assert.Equal("1 shown", await page.EvaluateExpressionAsync<string>("document.querySelector('output').textContent"));
        Assert.Equal(1, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('figure g:not([hidden])').length"));

        await page.ClickAsync("#open");
        await page.EvaluateExpressionAsync("const box = document.querySelector('input'); box.value = ''; box.dispatchEvent(new Event('input'))");
        Assert.Equal(40, (await HeadingsAsync(page)).Length);
        Assert.Equal(40, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('details[open]').length"));
        await page.ClickAsync("#close");
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('details[open]').length"));
        Assert.Equal("Rollout", await page.EvaluateExpressionAsync<string>("document.title"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('img').length"));
        Assert.Empty(complaints);
    }

    // What the page's policy is for: script that got in in spite of all would not run.
    [Fact]
    public async Task Page_ForeignScript_DoesNotRun()
    {
        await using IBrowser browser = await LaunchAsync();
        await using IPage page = await OpenAsync(browser);

        await page.EvaluateExpressionAsync("const s = document.createElement('div'); s.innerHTML = '<img src=x onerror=\"document.title = 1\">'; document.body.append(s)");
        await page.EvaluateExpressionAsync("new Promise(done => setTimeout(done, 0))");

        Assert.Equal("Rollout", await page.EvaluateExpressionAsync<string>("document.title"));
    }

    [Theory]
    [InlineData("light", 1200)]
    [InlineData("dark", 1200)]
    [InlineData("light", 380)]
    public async Task Page_OnAnyScreen_FitsAndIsDrawn(string scheme, int width)
    {
        await using IBrowser browser = await LaunchAsync();
        await using IPage page = await OpenAsync(browser);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await page.ClickAsync("summary");

        byte[] picture = await page.ScreenshotDataAsync(new ScreenshotOptions { FullPage = true });
        if (Environment.GetEnvironmentVariable("ECSTOOLS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"report-{scheme}-{width}.png"), picture, TestContext.Current.CancellationToken);
        }

        Assert.True(picture.Length > 10_000);
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Equal(
            scheme == "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task Page_Printed_IsUnfolded()
    {
        await using IBrowser browser = await LaunchAsync();
        await using IPage page = await OpenAsync(browser);

        await page.EvaluateExpressionAsync("window.dispatchEvent(new Event('beforeprint'))");

        Assert.Equal(40, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('details[open]').length"));
        Assert.True((await page.PdfDataAsync()).Length > 10_000);
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        Assert.SkipWhen(Browser is null, "There is no Chromium on this machine.");
        return await Puppeteer.LaunchAsync(new LaunchOptions { Headless = true, ExecutablePath = Browser, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    }

    private static Task<string[]> HeadingsAsync(IPage page) =>
        page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('details:not([hidden]) > summary > strong')].map(e => e.textContent)");

    private async Task<IPage> OpenAsync(IBrowser browser)
    {
        string file = Path.Combine(_folder, "report.html");
        new Report("Rollout", Noon, [.. Enumerable.Range(1, 20).Select(Plan)], [.. Enumerable.Range(21, 20).Select(Operation)]).Save(file, ReportFormat.Html);
        IPage page = await browser.NewPageAsync();
        await page.GoToAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    private static EcsPlan Plan(int number)
    {
        EcsInstance instance = new() { Id = $"i-{number:00}", Name = number == 13 ? Hostile : $"web-{number:00}", Account = "production", Region = "cn-hangzhou" };
        return PlanSeal.Make(
            new EcsPlan
            {
                PlanId = $"plan-{number:00}",
                Kind = OperationKind.OsReinstall,
                Instance = instance,
                Steps = ["Shut down the server.", "Reinitialise the system disk.", "Wait until the server is running, and verify the result."],
                Losses = [$"Everything on system disk d-bp1rn5askg7mr2q1l{number:00}bp (40 GiB)."],
                Costs = ["The snapshot is billed until you delete it."],
                Backup = "A snapshot of the system disk, verified before the data is erased.",
                Requirements = [new EcsRequirement("State", number == 5 ? EcsRequirementOutcome.Failed : EcsRequirementOutcome.Passed, $"{instance} is running.", "Stop it first.")],
                ExpectedDowntime = TimeSpan.FromMinutes(5),
                EndState = EcsEndState.Running,
                CreatedAt = Noon,
            },
            TimeSpan.FromHours(24));
    }

    private static EcsOperation Operation(int number)
    {
        DateTimeOffset begin = Noon.AddSeconds(40 * (number - 21));
        EcsOperationStep Step(string name, int from, int to) => new() { Name = name, StartedAt = begin.AddSeconds(from), EndedAt = begin.AddSeconds(to) };
        bool fails = number is 25 or 33;
        return new EcsOperation
        {
            OperationId = $"op-{number:00}",
            Kind = OperationKind.OsReinstall,
            State = fails ? EcsOperationState.Failed : EcsOperationState.Succeeded,
            InstanceId = $"i-{number:00}",
            InstanceName = $"web-{number:00}",
            Account = "production",
            Region = "cn-hangzhou",
            ErrorId = fails ? EcsErrorId.OsReinstallFailed : null,
            Message = fails ? "The cloud has given up the reinstallation." : null,
            StartedAt = begin,
            EndedAt = begin.AddSeconds(fails ? 150 : 260),
            Steps = fails
                ? [Step("Stop", 0, 20), Step("CreateSnapshot", 20, 80), Step("RebuildSystemDisk", 80, 150)]
                : [Step("Stop", 0, 20), Step("CreateSnapshot", 20, 80), Step("RebuildSystemDisk", 80, 180), Step("Start", 180, 230)],
        };
    }
}
