using System.Text.Json;
using Argus.Authority.Keys;
using Argus.Authority.RevocationFeed;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Specs.Authority.RevocationFeed;

public sealed class Signed_revocations : IAsyncLifetime
{
    private static readonly string Orders = "client:orders";
    private static readonly CancellationToken Never = CancellationToken.None;

    private SpecNode _node = null!;
    private SignedRevocations _signed = null!;
    private RevocationPolls _polls = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await SpecNode.StartAsync();
        _signed = new SignedRevocations(new TenantSigner(_node.Keys, _node.Views), _node.Issuers, _node.Views, _node.Clock);
        _polls = new RevocationPolls(_signed, _node.Views, _node.Clock);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task<long> RevokeAsync(bool isEnabled = false)
    {
        await _node.Aggregates.Clients.ExecuteAsync(
            _node.Acme.Id, Orders, state => isEnabled ? ClientDecider.Enable(state) : ClientDecider.Disable(state), SpecNode.Origin, Never);
        await _node.RefreshAsync();
        return _node.Acme.RevocationHistory.Epoch;
    }

    private Task<SignedDocument> AskAsync(long? after, int wait = 0) => _polls.AnswerAsync(_node.Acme, after, TimeSpan.FromSeconds(wait), Never, Never);

    private JsonElement Read(SignedDocument document)
    {
        var rules = new TokenRules { Issuer = "https://auth.example/t/acme", Typ = TokenType.Revocations, Required = RequiredClaims.IssuedAt };
        Assert.Equal(TokenFault.None, JwtValidator.Validate(document.Jws.Span, rules, _node.Acme.Keys.Find, _node.Clock.GetUtcNow(), out var verified));
        return JsonDocument.Parse(verified!.Payload).RootElement;
    }

    private static (string? Kind, long From, long Epoch, int Items) Outline(JsonElement claims) =>
        (claims.GetProperty("kind").GetString(), claims.GetProperty("from").GetInt64(), claims.GetProperty("epoch").GetInt64(), claims.GetProperty("items").GetArrayLength());

    [Fact]
    public async Task begin_with_a_snapshot_and_go_on_with_deltas()
    {
        Assert.Equal(("snapshot", 0, 0, 0), Outline(Read(await AskAsync(null))));

        var first = await RevokeAsync();
        Assert.Equal(("delta", 0, first, 1), Outline(Read(await AskAsync(0))));
        Assert.Equal(("snapshot", 0, first, 1), Outline(Read(await AskAsync(null))));

        var second = await RevokeAsync(isEnabled: true);
        Assert.Equal(("delta", first, second, 1), Outline(Read(await AskAsync(first))));
        Assert.Equal(("delta", 0, second, 2), Outline(Read(await AskAsync(0))));
        Assert.Equal(("delta", second, second, 0), Outline(Read(await AskAsync(second))));
    }

    [Fact]
    public async Task say_when_nothing_else_was_revoked()
    {
        var claims = Read(await AskAsync(null));

        Assert.Equal(_node.Clock.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());

        // What the node has not looked for since, it does not vouch for.
        await _node.LoseTheFeedAsync();
        var age = _node.Views.Age;
        _node.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(
            (_node.Clock.GetUtcNow() - age - TimeSpan.FromSeconds(7)).ToUnixTimeSeconds(), Read(await AskAsync(null)).GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task are_not_given_by_a_node_that_lost_sight_of_the_log()
    {
        await AskAsync(null);
        await _node.LoseTheFeedAsync();
        _node.Clock.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<LogUnavailableException>(() => AskAsync(null));
        await Assert.ThrowsAsync<LogUnavailableException>(() => AskAsync(0, 10));
    }

    [Fact]
    public async Task are_signed_once_for_all_who_ask_at_a_time()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => AskAsync(0)));
        Assert.Single(answers.Distinct());

        _node.Clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Same(answers[0], await AskAsync(0));

        _node.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(answers[0], await AskAsync(0));
    }

    [Fact]
    public async Task show_at_once_what_the_view_shows()
    {
        await AskAsync(null);
        var epoch = await RevokeAsync();

        Assert.Equal(epoch, (await AskAsync(null)).Epoch);
    }

    [Fact]
    public async Task cost_a_bounded_number_of_signatures_whatever_strangers_ask_for()
    {
        var epoch = await RevokeAsync();
        for (var round = 0; round < 200; round++)
            epoch = await RevokeAsync(isEnabled: round % 2 == 0);
        _node.Clock.Advance(TimeSpan.FromSeconds(1));
        await _node.RefreshAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, (int)epoch).Select(after => AskAsync(after)));

        Assert.InRange(answers.Distinct().Count(), 2, SigningWindow.MostContents + 1);
        Assert.All(answers, answer => Assert.Equal(epoch, answer.Epoch));
        Assert.Equal("snapshot", Read(answers[^1]).GetProperty("kind").GetString());
    }

    /// <summary>A snapshot may have megabytes: one for each epoch that a stranger thinks of would keep the node busy.</summary>
    [Fact]
    public async Task are_one_snapshot_for_all_who_are_too_far_behind()
    {
        var history = _node.Acme.RevocationHistory;
        var revoked = new RevocationItem(RevokedThing.Client, "orders");
        for (var position = 100L; position <= 100 + 2 * RevocationHistory.Kept; position++)
            history.Add(position, _node.Clock.GetUtcNow(), [revoked]);

        var answers = await Task.WhenAll(AskAsync(null), AskAsync(1), AskAsync(2), AskAsync(100));

        Assert.Equal("snapshot", Read(Assert.Single(answers.Distinct())).GetProperty("kind").GetString());
        Assert.Equal("delta", Read(await AskAsync(history.Epoch - 1)).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task come_when_there_is_something_new()
    {
        var waiting = AskAsync(0, 30);
        Assert.False(waiting.IsCompleted);

        var epoch = await RevokeAsync();

        Assert.Equal(("delta", 0, epoch, 1), Outline(Read(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task come_without_anything_when_the_wait_is_over()
    {
        var waiting = AskAsync(0, 5);
        await _node.AdvanceAsync(TimeSpan.FromSeconds(4.9));
        Assert.False(waiting.IsCompleted);

        await _node.AdvanceAsync(TimeSpan.FromSeconds(0.1));

        Assert.Equal(("delta", 0, 0, 0), Outline(Read(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task come_at_once_when_the_node_is_about_to_stop()
    {
        using var ending = new CancellationTokenSource();
        var waiting = _polls.AnswerAsync(_node.Acme, 0, TimeSpan.FromSeconds(30), ending.Token, Never);

        await ending.CancelAsync();

        Assert.Equal(0, (await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Epoch);
    }

    [Fact]
    public async Task tell_who_knows_of_more_than_there_is_what_there_is()
    {
        var waiting = AskAsync(long.MaxValue);
        Assert.False(waiting.IsCompleted);
        await _node.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(("snapshot", 0, 0, 0), Outline(Read(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task are_the_same_story_at_every_node()
    {
        var epoch = await RevokeAsync();
        await using var other = await _node.StartBesideAsync();

        Assert.Equal(epoch, other.Acme.RevocationHistory.Epoch);
        Assert.Equal(_node.Acme.RevocationHistory.Snapshot().Items, other.Acme.RevocationHistory.Snapshot().Items);
    }
}
