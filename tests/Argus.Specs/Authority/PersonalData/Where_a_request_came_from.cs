using System.Text;
using System.Text.Json.Nodes;
using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority.PersonalData;

/// <summary>No entry says it in clear.</summary>
public class Where_a_request_came_from
{
    private const string Source = "203.0.113.77";
    private const string UserAgent = "Distinctive/1.0";

    [Theory]
    [InlineData("client:orders", false)]
    [InlineData("browser:sign-in", true)]
    [InlineData("user:alice", true)]
    [InlineData("admin:client:argus-admin", false)]
    [InlineData("node:provisioning", false)]
    public async Task is_sealed_under_the_key_of_the_user_or_of_the_day(string actor, bool isUsers)
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        var about = isUsers || actor.StartsWith("admin:", StringComparison.Ordinal) ? alice.Subject : (SubjectId?)null;
        var origin = new Origin(actor.Replace("user:alice", $"user:{alice.Subject}", StringComparison.Ordinal), "c", Source, UserAgent);

        var entries = await node.PersonalKeys.Writer.WriteAsync(Domain.Samples.Acme, [new SessionClientJoined(Domain.Samples.Orders)], origin, about);

        var body = Encoding.UTF8.GetString(entries[0].Body.Span);
        Assert.DoesNotContain(Source, body, StringComparison.Ordinal);
        Assert.Equal(isUsers ? $"user:{alice.Subject}" : "day:2026-03-01", JsonNode.Parse(body)!["context"]!["key"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_found_in_the_event_itself_where_that_names_a_user()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        var token = Domain.Samples.FamilyToken("text") with { Sub = alice.Subject.Value };

        Assert.Equal($"user:{alice.Subject}", await KeyAsync(node, token));
        Assert.Equal("day:2026-03-01", await KeyAsync(node, token with { Sub = "client:orders" }));
        Assert.Equal("day:2026-03-01", await KeyAsync(node, token with { Sub = "ally:somebody" }));
        Assert.Equal("day:2026-03-01", await KeyAsync(node, token with { Sub = SubjectId.From(Guid.CreateVersion7()).Value }));
    }

    [Fact]
    public async Task is_sealed_once_for_many_requests_and_anew_the_next_day()
    {
        await using var node = await SpecNode.StartAsync();
        var origin = new Origin("client:orders", "c", Source, UserAgent);
        var first = await ContextAsync(node, origin);
        var finds = node.PersonalKeys.Store.Finds;

        Assert.Equal(first, await ContextAsync(node, origin with { CorrelationId = "d" }));
        Assert.NotEqual(first, await ContextAsync(node, origin with { Source = "203.0.113.78" }));
        Assert.NotEqual(first, await ContextAsync(node, origin with { UserAgent = null }));
        Assert.Equal(finds, node.PersonalKeys.Store.Finds);

        await node.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal("day:2026-03-02", JsonNode.Parse(await ContextAsync(node, origin))!["key"]!.GetValue<string>());
    }

    [Fact]
    public async Task is_left_out_where_nobody_asked() =>
        Assert.Equal("{}", await ContextAsync(await SpecNode.StartAsync(), new Origin("node:audit", "c")));

    [Fact]
    public async Task of_a_user_who_is_erased_is_sealed_under_the_key_of_the_day()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        var token = Domain.Samples.FamilyToken("text") with { Sub = alice.Subject.Value };
        Assert.Equal($"user:{alice.Subject}", await KeyAsync(node, token));

        await node.EraseAsync();

        Assert.Equal("day:2026-03-01", await KeyAsync(node, token));
    }

    [Fact]
    public async Task is_opened_for_those_who_may_read_it_until_the_key_is_destroyed()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        var opened = new SessionOpened(new Authentication("1", NameSet.Of("pwd"), 1, null), "digest", 2, alice.Subject);
        await node.Aggregates.Sessions.ExecuteAsync(
            Domain.Samples.Acme, "session:x", state => SessionDecider.Open(state, opened), new Origin("browser:sign-in", "c", Source, UserAgent), TestContext.Current.CancellationToken);
        var entries = new List<LogEntry>();
        await foreach (var entry in node.Log.ReadAsync("acme", 0, TestContext.Current.CancellationToken))
            entries.Add(entry);
        var opener = new EntryOpener(node.PersonalKeys.Keys);

        var before = await opener.OpenAsync(Domain.Samples.Acme, entries);
        Assert.Contains(before, one => one?["context"]?["source"]?.GetValue<string>() == Source);
        Assert.Contains(before, one => one?["data"]?["claims"]?["name"]?.GetValue<string>() == "Alice");
        Assert.Contains(before, one => one?["data"]?["username"]?.GetValue<string>() == "alice");

        await node.EraseAsync();
        var after = await opener.OpenAsync(Domain.Samples.Acme, entries);
        Assert.Equal(before.Count(one => one is not null), after.Count(one => one is not null));
        Assert.All(after, one => Assert.True(one is null || one["context"] is null || one["data"]!["username"] is null));
        Assert.DoesNotContain(after, one => one?.ToJsonString() is { } json && (json.Contains(Source, StringComparison.Ordinal) || json.Contains("Alice", StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<string> KeyAsync(SpecNode node, TokenIssued token)
    {
        var entries = await node.PersonalKeys.Writer.WriteAsync(Domain.Samples.Acme, [token], new Origin("client:spa", "c", Source, UserAgent));
        return JsonNode.Parse(entries[0].Body.Span)!["context"]!["key"]!.GetValue<string>();
    }

    private static async Task<string> ContextAsync(SpecNode node, Origin origin)
    {
        var entries = await node.PersonalKeys.Writer.WriteAsync(Domain.Samples.Acme, [new SessionClientJoined(Domain.Samples.Orders)], origin);
        return JsonNode.Parse(entries[0].Body.Span)!["context"]!.ToJsonString();
    }
}
