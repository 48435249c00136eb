using System.Net;
using Argus.Jose;
using Argus.ResourceServer.Revocation;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers.Revocation;

public sealed class A_view_of_revocations(Keys keys) : IClassFixture<Keys>, IDisposable
{
    private readonly FollowedIssuer _issuer = new(keys.Issuers);

    public void Dispose() => _issuer.Dispose();

    private Task BeginAsync(long epoch = 5, string items = "") => _issuer.PollAsync(_issuer.Snapshot(epoch, items));

    [Fact]
    public void knows_nothing_at_first() => Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());

    [Fact]
    public async Task begins_with_a_snapshot_and_goes_on_from_where_it_stands()
    {
        Assert.True(await _issuer.PollAsync(_issuer.Snapshot(5, """{"jti":"j1","exp":1900000000}""")));
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask());
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask(jti: "j2"));

        Assert.True(await _issuer.PollAsync(_issuer.Delta(5, 9, """{"jti":"j2","exp":1900000000}"""), wait: 10));
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(jti: "j2"));
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask());

        Assert.Equal(["/revocations", "/revocations?after=5&wait=10"], _issuer.Asked);
        Assert.Equal((9, 2), (_issuer.Feed.State.Epoch, _issuer.Feed.State.Count));
    }

    [Fact]
    public async Task gets_old()
    {
        await BeginAsync();
        _issuer.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());

        _issuer.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());

        Assert.False(await _issuer.PollAsync(_issuer.Delta(5, 5)));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
    }

    [Fact]
    public async Task is_as_old_as_the_question()
    {
        // The answer was signed a moment ago by a clock that is ahead, and took its time to arrive.
        await _issuer.PollAsync(_ =>
        {
            _issuer.Clock.Advance(TimeSpan.FromSeconds(50));
            return FollowedIssuer.Sent(_issuer.Snapshot(5, iat: _issuer.Now + 30));
        }, wait: 50);

        Assert.Equal(TimeSpan.FromSeconds(50), _issuer.Feed.State.Age);
        _issuer.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());
    }

    [Fact]
    public async Task is_as_old_as_the_signature()
    {
        await _issuer.PollAsync(_issuer.Snapshot(5, iat: _issuer.Now - 55));

        Assert.Equal(TimeSpan.FromSeconds(55), _issuer.Feed.State.Age);
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());

        _issuer.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());
    }

    [Fact]
    public async Task does_not_get_younger_by_an_old_heartbeat()
    {
        await BeginAsync();
        _issuer.Clock.Advance(TimeSpan.FromSeconds(40));

        await _issuer.PollAsync(_issuer.Delta(5, 5, iat: _issuer.Now - 40));

        Assert.Equal(TimeSpan.FromSeconds(40), _issuer.Feed.State.Age);
    }

    [Fact]
    public async Task with_a_gap_answers_nothing_until_a_snapshot_closes_it()
    {
        await BeginAsync();

        Assert.Null(await _issuer.PollAsync(_issuer.Delta(7, 9)));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());

        Assert.True(await _issuer.PollAsync(_issuer.Snapshot(9)));
        Assert.Equal("/revocations", _issuer.Asked[^1]);
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
    }

    [Fact]
    public async Task takes_no_delta_that_reaches_back()
    {
        await BeginAsync();

        Assert.Null(await _issuer.PollAsync(_issuer.Delta(3, 9)));

        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());
    }

    [Theory]
    [InlineData("snapshot", 0, 4)]
    [InlineData("delta", 4, 4)]
    [InlineData("delta", 0, 0)]
    public async Task that_is_rolled_back_answers_nothing_until_something_newer_comes(string kind, long from, long epoch)
    {
        await BeginAsync(items: """{"jti":"j1","exp":1900000000}""");

        Assert.Null(await _issuer.PollAsync(_issuer.Document(kind, from, epoch)));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask(jti: "j2"));

        Assert.Null(await _issuer.PollAsync(_issuer.Snapshot(4)));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask(jti: "j2"));

        Assert.True(await _issuer.PollAsync(_issuer.Snapshot(6)));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask(jti: "j2"));
    }

    public static TheoryData<string> Forgeries => ["key", "typ", "iss", "future", "expired", "kind", "from", "epoch", "items", "item", "order", "text", "truncated"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task answers_nothing_after_what_is_not_the_issuers(string what)
    {
        await BeginAsync();
        var forged = what switch
        {
            "key" => Tampered(_issuer.Delta(5, 5)),
            "typ" => _issuer.Document("delta", 5, 5, typ: TokenType.AccessToken),
            "iss" => _issuer.Document("delta", 5, 5, iss: "https://auth.example/t/other"),
            "future" => _issuer.Delta(5, 5, iat: _issuer.Now + 61),
            "expired" => _issuer.Delta(5, 5, iat: _issuer.Now - 400),
            "kind" => _issuer.Document("more", 5, 5),
            "from" => _issuer.Document("delta", -5, 5),
            "epoch" => _issuer.Document("delta", 5, -1),
            "items" => _issuer.Delta(5, 5, "\"x\""),
            "item" => _issuer.Delta(5, 6, """{"something_new":"x"}"""),
            "order" => _issuer.Document("delta", 9, 5),
            "text" => "no such thing",
            _ => _issuer.Delta(5, 5)[..^20],
        };

        Assert.Null(await _issuer.PollAsync(forged));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());

        Assert.True(await _issuer.PollAsync(_issuer.Snapshot(5)));
        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
    }

    private static string Tampered(string document) => document[..^10] + (document[^10] == 'A' ? 'B' : 'A') + document[^9..];

    [Fact]
    public async Task goes_on_getting_old_where_the_key_is_not_known_yet()
    {
        await BeginAsync();

        Assert.Null(await _issuer.PollAsync(_issuer.Document("delta", 5, 6, by: keys.Attackers)));

        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
        Assert.Equal(5, _issuer.Feed.State.Epoch);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "text/html")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "application/revocations+jwt")]
    [InlineData(HttpStatusCode.NotFound, "application/json")]
    [InlineData(HttpStatusCode.Redirect, "application/revocations+jwt")]
    public async Task goes_on_getting_old_when_something_else_answers(HttpStatusCode status, string type)
    {
        await BeginAsync();

        Assert.Null(await _issuer.PollAsync(_ =>
        {
            var response = FollowedIssuer.Sent(_issuer.Delta(5, 5), type);
            response.StatusCode = status;
            return response;
        }));

        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
        _issuer.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(RevocationAnswer.Unknown, _issuer.Ask());
    }

    [Fact]
    public async Task takes_no_more_than_8_MiB()
    {
        await BeginAsync();

        Assert.Null(await _issuer.PollAsync(_ => FollowedIssuer.Sent(new string('x', FeedReader.MaxLength + 1))));

        Assert.Equal(RevocationAnswer.NotRevoked, _issuer.Ask());
    }

    [Fact]
    public async Task has_room_for_a_hundred_thousand()
    {
        var items = string.Join(',', Enumerable.Range(0, 100_000).Select(each => $$"""{"jti":"06drj5o06drj5o06drj5{{each:000000}}","exp":1900000000}"""));

        Assert.True(await _issuer.PollAsync(_issuer.Snapshot(100_000, items)));

        Assert.Equal(100_000, _issuer.Feed.State.Count);
        Assert.Equal(RevocationAnswer.Revoked, _issuer.Ask(jti: "06drj5o06drj5o06drj5099999"));
    }

    [Fact]
    public async Task forgets_by_the_issuers_clock()
    {
        await BeginAsync(items: $$"""{"jti":"j1","exp":{{_issuer.Now + 100}}}""");
        _issuer.Clock.Advance(TimeSpan.FromSeconds(90));
        await _issuer.PollAsync(_issuer.Delta(5, 5));
        Assert.Equal(1, _issuer.Feed.State.Count);

        _issuer.Clock.Advance(TimeSpan.FromSeconds(90));
        await _issuer.PollAsync(_issuer.Delta(5, 5));
        Assert.Equal(0, _issuer.Feed.State.Count);
    }

    [Fact]
    public async Task is_followed_in_the_background_and_comes_back_by_itself()
    {
        using var stop = new CancellationTokenSource();
        _issuer.Answer = request => FollowedIssuer.Sent(request.RequestUri!.Query.Length == 0 ? _issuer.Snapshot(5) : _issuer.Delta(5, 5));
        var running = _issuer.Feed.KeepAsync(stop.Token);
        await UntilAsync(() => _issuer.Ask() == RevocationAnswer.NotRevoked);

        _issuer.Answer = null;
        await UntilAsync(() => _issuer.Ask() == RevocationAnswer.Unknown);

        _issuer.Answer = request => FollowedIssuer.Sent(request.RequestUri!.Query.Length == 0 ? _issuer.Snapshot(5) : _issuer.Delta(5, 5));
        await UntilAsync(() => _issuer.Ask() == RevocationAnswer.NotRevoked);

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>Time passes as long as nothing has happened.</summary>
    private async Task UntilAsync(Func<bool> holds)
    {
        for (var polls = 0; !holds(); polls++)
        {
            Assert.True(polls < 10_000);
            _issuer.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
