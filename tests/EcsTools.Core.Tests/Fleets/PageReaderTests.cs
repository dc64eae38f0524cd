using System.Globalization;
using System.Runtime.CompilerServices;

using EcsTools.Core.Accounts;
using EcsTools.Core.Clouds;
using EcsTools.Core.Listing;
using EcsTools.Sandbox;

namespace EcsTools.Core.Tests.Fleets;

public class PageReaderTests
{
    [Fact]
    public async Task The_next_page_is_fetched_while_the_present_one_is_used()
    {
        LongList list = new(3);
        PageReader<EcsInstance> reader = list.Read();

        await reader.ReadAsync(FleetFixture.Token);
        Assert.Equal(2, list.Fetched);
        await reader.ReadAsync(FleetFixture.Token);
        await reader.ReadAsync(FleetFixture.Token);

        Assert.Null(await reader.ReadAsync(FleetFixture.Token));
        Assert.Equal(3, list.Fetched);
    }

    [Fact]
    public async Task Where_pages_have_numbers_two_are_under_way()
    {
        LongList list = new(4) { KnowsEnd = true };
        PageReader<EcsInstance> reader = list.Read();
        List<int> fetched = [];

        while (await reader.ReadAsync(FleetFixture.Token) is not null)
        {
            fetched.Add(list.Fetched);
        }

        Assert.Equal([3, 4, 4, 4], fetched);
    }

    // Each page says what fetches the next before its own rows are there.
    [Fact]
    public async Task ReadAsync_NextIsToldEarly_TwoPagesAreFetchedAheadAndNoMore()
    {
        List<(string? At, Action<string> OnNext, TaskCompletionSource<Page<EcsInstance>> Page)> asked = [];
        PageReader<EcsInstance> reader = new(
            (at, onNext, _) =>
            {
                asked.Add((at, onNext, new()));
                return asked[^1].Page.Task;
            },
            _ => true,
            i => i.Id);

        Task<IReadOnlyList<EcsInstance>?> first = reader.ReadAsync(FleetFixture.Token);
        asked[0].OnNext("1");
        asked[1].OnNext("2");
        asked[2].OnNext("3");

        Assert.False(first.IsCompleted);
        Assert.Equal([null, "1", "2"], asked.Select(a => a.At));

        asked[0].Page.SetResult(new Page<EcsInstance>([new EcsInstance { Id = "a" }], "1"));
        await first;
        Assert.Equal(3, asked.Count);
        Task<IReadOnlyList<EcsInstance>?> second = reader.ReadAsync(FleetFixture.Token);

        Assert.Equal([null, "1", "2", "3"], asked.Select(a => a.At));
        asked[1].Page.SetResult(new Page<EcsInstance>([new EcsInstance { Id = "b" }], null));
        await second;
        Assert.Null(await reader.ReadAsync(FleetFixture.Token));
    }

    [Fact]
    public async Task ReadAsync_ToldEarlyWhatThePageThenDoesNotSay_IsNotUsed()
    {
        List<string?> asked = [];
        PageReader<EcsInstance> reader = new(
            (at, onNext, _) =>
            {
                asked.Add(at);
                if (at is null)
                {
                    onNext("stale");
                }

                return Task.FromResult(new Page<EcsInstance>([new EcsInstance { Id = $"at {at}" }], at is null ? "fresh" : null));
            },
            _ => true,
            i => i.Id);

        IReadOnlyList<EcsInstance> all = await reader.ReadAllAsync(FleetFixture.Token);

        Assert.Equal([null, "stale", "fresh"], asked);
        Assert.Equal(["at ", "at fresh"], all.Select(i => i.Id));
    }

    [Fact]
    public async Task A_page_that_is_not_the_next_after_all_is_not_used()
    {
        List<string?> asked = [];
        PageReader<EcsInstance> reader = new(
            (at, _) =>
            {
                asked.Add(at);
                return Task.FromResult(new Page<EcsInstance>([new EcsInstance { Id = $"{asked.Count} at {at}" }], at switch { null => "b", "b" => "x", _ => null })
                {
                    AfterNext = at is null ? "c" : null,
                });
            },
            _ => true,
            i => i.Id);
        List<string> ids = [];

        while (await reader.ReadAsync(FleetFixture.Token) is { } page)
        {
            ids.AddRange(page.Select(i => i.Id));
        }

        Assert.Equal([null, "b", "c", "x"], asked);
        Assert.Equal(["1 at ", "2 at b", "4 at x"], ids);
    }

    [Fact]
    public async Task A_row_that_shifts_comes_out_once()
    {
        LongList list = new(200) { Shift = 30 };
        PageReader<EcsInstance> reader = list.Read();
        List<string> ids = [];

        while (await reader.ReadAsync(FleetFixture.Token) is { } page)
        {
            ids.AddRange(page.Select(i => i.Id));
        }

        Assert.Equal(ids.Distinct().Count(), ids.Count);
    }

    [Fact]
    public async Task What_was_read_long_ago_is_not_kept()
    {
        LongList list = new(300);
        PageReader<EcsInstance> reader = list.Read();
        WeakReference[] first = await ReadFirstAsync(reader);

        for (int i = 0; i < 100; i++)
        {
            await reader.ReadAsync(FleetFixture.Token);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.DoesNotContain(first, r => r.IsAlive);
        GC.KeepAlive(reader);
    }

    [Theory]
    [InlineData(SandboxCloud.Alibaba, "alibaba:DescribeInstances", 100)]
    [InlineData(SandboxCloud.Huawei, "huawei:GET cloudservers/detail", 200)]
    [InlineData(SandboxCloud.OpenTelekom, "otc:GET cloudservers/detail", 200)]
    public async Task A_long_list_is_a_call_per_page(SandboxCloud cloud, string operation, int rowsPerPage)
    {
        using FleetFixture bench = FleetFixture.Make(2000);
        ConnectedAccount account = await bench.OpenAsync(cloud);
        IReadOnlyDictionary<string, int> before = bench.Sandbox.Operations;
        PageReader<EcsInstance> reader = Inventory.Instances(account, new InstanceQuery());
        int rows = 0;

        while (await reader.ReadAsync(FleetFixture.Token) is { } page)
        {
            rows += page.Count;
        }

        Assert.Equal(2000, rows);
        Assert.Equal(2000 / rowsPerPage, bench.Count(before)[operation]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> ReadFirstAsync(PageReader<EcsInstance> reader)
    {
        IReadOnlyList<EcsInstance> page = (await reader.ReadAsync(FleetFixture.Token))!;
        return [.. page.Select(i => new WeakReference(i)), .. page.Select(i => new WeakReference(i.Id))];
    }

    /// <summary>Pages of a hundred rows that are made as they are asked for.</summary>
    private sealed class LongList(int pages)
    {
        private const int Rows = 100;

        public int Fetched { get; private set; }

        /// <summary>How many rows come again on the page after.</summary>
        public int Shift { get; init; }

        public bool KnowsEnd { get; init; }

        public PageReader<EcsInstance> Read() => new(FetchAsync, _ => true, i => i.Id);

        private Task<Page<EcsInstance>> FetchAsync(string? continuation, CancellationToken cancellation)
        {
            int page = continuation is null ? 0 : int.Parse(continuation, CultureInfo.InvariantCulture);
            Fetched++;
            EcsInstance[] rows = [.. Enumerable.Range((page * (Rows - Shift)) + 1, Rows).Select(i => new EcsInstance { Id = $"i-{i}", Name = $"node-{i}" })];
            return Task.FromResult(new Page<EcsInstance>(rows, page + 1 < pages ? $"{page + 1}" : null)
            {
                AfterNext = KnowsEnd && page + 2 < pages ? $"{page + 2}" : null,
            });
        }
    }
}
