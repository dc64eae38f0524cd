using CsCheck;
using EcsTools.Core.Clouds.Alibaba;
using EcsTools.Core.Clouds.Huawei;
using EcsTools.Core.Contracts;
using EcsTools.Core.Credentials;
using EcsTools.Core.Journaling;

namespace EcsTools.Core.Tests.Fuzzing;

/// <summary>What is written is what is read: canonical queries and headers, configuration files, the journal.</summary>
public sealed class RoundTripTests : IDisposable
{
    // Whole characters only: half a surrogate pair cannot be sent in UTF-8 by anybody.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 20],
        Gen.String[Gen.OneOf(Gen.Char['\u00a0', '\ud7ff'], Gen.Char['\ue000', '\ufffd'], Gen.Const('&'), Gen.Const('='), Gen.Const('%'), Gen.Const('+')), 0, 20]);

    private static readonly Gen<string> Name = Gen.String[Gen.Char['A', 'z'], 1, 12];
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-round-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Alibabas_query_holds_its_parameters_in_order() => Gen.Dictionary(Name, Text)[0, 8].Sample(values =>
    {
        AlibabaParameters parameters = new();
        foreach (KeyValuePair<string, string> value in values)
        {
            parameters.Add(value.Key, value.Value);
        }

        string query = new Uri(new Uri("https://ecs.example.com"), "?" + parameters.ToQuery()).Query.TrimStart('?');

        Assert.Equal(parameters.ToQuery(), query);
        Assert.Equal(values.OrderBy(v => v.Key, StringComparer.Ordinal), Split(query));
        Assert.All(query, c => Assert.True(char.IsAsciiLetterOrDigit(c) || "-_.~%=&".Contains(c, StringComparison.Ordinal), $"'{c}' in {query}"));
    });

    [Fact]
    public void Huaweis_query_holds_its_parameters_in_order() => Gen.Select(Name, Text, KeyValuePair.Create).List[0, 8].Sample(pairs =>
    {
        string query = HuaweiSignature.CanonicalQuery(pairs);
        Uri sent = new(new Uri("https://ecs.example.com"), "/v1/x" + (query.Length == 0 ? "" : "?" + query));

        Assert.Equal(query, sent.Query.TrimStart('?'));
        Assert.Equal(pairs.OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal), Split(query));
        Assert.Contains("\n" + query + "\n", HuaweiSignature.Create("GET", sent, [KeyValuePair.Create("X-Sdk-Date", "20260101T000000Z")], [], new AccessKey("a", "s")).CanonicalRequest, StringComparison.Ordinal);
    });

    [Fact]
    public void Canonical_headers_do_not_depend_on_order_or_on_the_case_of_their_names() =>
        Gen.Select(Gen.Dictionary(Name.Select(n => "x-acs-" + n.ToLowerInvariant()), Gen.String[Gen.Char[' ', '~'], 0, 20])[1, 6], Gen.Int).Sample((headers, seed) =>
        {
            headers["x-acs-content-sha256"] = "0";
            headers["x-sdk-date"] = "20260101T000000Z";
            KeyValuePair<string, string>[] shuffled = [.. headers];
            new Random(seed).Shuffle(shuffled);
            Uri address = new("https://ecs.example.com/");
            AccessKey key = new("a", "s");

            Assert.Equal(AlibabaSignature.Authorize(key, "POST", "", headers), AlibabaSignature.Authorize(key, "POST", "", shuffled.ToDictionary(h => h.Key, h => h.Value)));
            Assert.Equal(
                HuaweiSignature.Create("POST", address, headers, [], key),
                HuaweiSignature.Create("POST", address, shuffled.Select(h => KeyValuePair.Create(h.Key.ToUpperInvariant(), $" {h.Value} ")), [], key));
        });

    [Fact]
    public void An_ini_file_gives_back_what_was_written() => Gen.Dictionary(
        Gen.String[Gen.Char['a', 'z'], 1, 8], Gen.Dictionary(Gen.String[Gen.Char['a', 'z'], 1, 8], Gen.String[Gen.Char['!', '~'], 1, 20])[0, 5])[0, 4].Sample(file =>
    {
        string text = string.Concat(file.Select(s => $"[{s.Key}]\r\n# a note\n" + string.Concat(s.Value.Select(v => $"  {v.Key} = {v.Value} \n"))));
        IReadOnlyList<IniSection> sections = IniSection.Parse(text);

        Assert.Equal(file.Keys, sections.Select(s => s.Name));
        Assert.All(sections, s => Assert.All(file[s.Name], v => Assert.Equal(v.Value, s[v.Key])));
    });

    [Fact]
    public void A_yaml_file_gives_back_what_was_written() => Gen.Dictionary(Gen.String[Gen.Char['a', 'z'], 1, 8], Text)[1, 6].Sample(values =>
    {
        string text = string.Concat(values.Select(v => $"{v.Key}: {Newtonsoft.Json.JsonConvert.ToString(v.Value)}\n"));
        Newtonsoft.Json.Linq.JObject read = YamlText.ParseObject(text);

        Assert.Equal(values.OrderBy(v => v.Key), read.Properties().Select(p => KeyValuePair.Create(p.Name, (string)p.Value!)).OrderBy(v => v.Key));
    });

    [Fact]
    public void The_journal_gives_back_what_was_written()
    {
        Journal journal = Journal.Open(_folder);
        Gen.Select(Text, Text, Gen.Enum<EcsOperationState>(), Gen.Enum<StepKind>(), Gen.Enum<JournalStepState>(), Gen.DateTimeOffset, Gen.Dictionary(Name, Text)[0, 5], Gen.Bool)
            .Sample(
                (name, message, state, kind, stepState, time, facts, owes) =>
                {
                    JournalEntry entry = new()
                    {
                        OperationId = Guid.NewGuid().ToString("N"),
                        Kind = nameof(OperationKind.OsReinstall),
                        State = state,
                        InstanceId = "i-" + name,
                        InstanceName = name,
                        Account = "test",
                        AccountKey = "k",
                        StartedAt = time,
                        EndedAt = owes ? time : null,
                        Message = message,
                        OwesStart = owes,
                        Steps = { new JournalStep { Kind = kind, State = stepState, SentAt = time, Before = facts, Facts = facts, Token = name, JobId = message } },
                    };
                    journal.Write(entry);
                    JournalEntry read = journal.Read(new JournalQuery { OperationIds = [entry.OperationId] }).Single();
                    JournalStep step = Assert.Single(read.Steps);

                    Assert.Equal(
                        (name, message, state, time, entry.EndedAt, owes), (read.InstanceName, read.Message, read.State, read.StartedAt, read.EndedAt, read.OwesStart));
                    Assert.Equal((kind, stepState, time, name, message), (step.Kind, step.State, step.SentAt, step.Token, step.JobId));
                    Assert.Equal(facts, step.Before);
                    Assert.Equal(facts, step.Facts);
                    foreach (string file in Directory.GetFiles(_folder))
                    {
                        File.Delete(file);
                    }
                },
                iter: 100,
                threads: 1);
    }

    private static IEnumerable<KeyValuePair<string, string>> Split(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1])));
}
