using System.Text;
using Argus.Authority.Outbound;
using Argus.Jose;

namespace Argus.Specs.Authority.Outbound;

public class Keys_that_others_publish(Jose.Keys keys) : IClassFixture<Jose.Keys>, IOutboundDocuments
{
    private static readonly Uri Here = new("https://ally.example/jwks");
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    private readonly ManualClock _clock = new();
    private readonly List<Uri> _asked = [];
    private string _body = "";
    private TimeSpan? _maxAge;
    private OutboundFailure? _failure;
    private TaskCompletionSource? _held;

    [Theory]
    [InlineData(null, 300)]
    [InlineData(0, 30)]
    [InlineData(29, 30)]
    [InlineData(600, 600)]
    [InlineData(86_400, 86_400)]
    [InlineData(31_536_000, 86_400)]
    public async Task are_kept_as_long_as_the_answer_says_within_bounds(int? maxAge, int kept)
    {
        _maxAge = maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var remote = Publish(keys.Issuers);
        await ListAsync(remote);

        _clock.Advance(TimeSpan.FromSeconds(kept - 1));
        await ListAsync(remote);
        Assert.Single(_asked);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([keys.Issuers.Kid], (await ListAsync(remote)).Select(key => key.Kid));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task are_kept_by_URL()
    {
        var remote = Publish(keys.Issuers);
        await ListAsync(remote);
        await remote.ListAsync(new Uri(Here, "?other"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["/jwks", "/jwks?other"], _asked.Select(uri => uri.PathAndQuery));
    }

    [Fact]
    public async Task are_fetched_once_for_all_who_wait()
    {
        var remote = Publish(keys.Issuers);
        _held = new TaskCompletionSource();
        var waiting = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? ListAsync(remote) : ListAsync(remote, again: true)).ToArray();
        _held.SetResult();

        await Task.WhenAll(waiting);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task go_on_being_fetched_when_the_one_who_asked_first_gives_up()
    {
        var remote = Publish(keys.Issuers);
        _held = new TaskCompletionSource();
        using var first = new CancellationTokenSource();
        var gaveUp = remote.ListAsync(Here, cancellation: first.Token);
        var stays = ListAsync(remote);
        await first.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        _held.SetResult();
        Assert.Single(await stays);
    }

    [Fact]
    public async Task are_fetched_again_for_an_unknown_kid_but_twice_a_minute_at_most()
    {
        var remote = Publish(keys.Issuers);
        Assert.NotNull(await FindAsync(remote, keys.Issuers.Kid));
        Publish(keys.Attackers);
        Assert.Null(await FindAsync(remote, keys.Attackers.Kid));
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await FindAsync(remote, keys.Attackers.Kid));
        Assert.Single(_asked);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync(remote, keys.Attackers.Kid));
        Assert.Null(await FindAsync(remote, keys.Issuers.Kid));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task are_not_fetched_more_often_for_unknown_kids_when_that_fails()
    {
        var remote = Publish(keys.Issuers);
        await ListAsync(remote);
        _failure = OutboundFailure.Unreachable;
        for (var second = 0; second < 120; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(await FindAsync(remote, "unknown"));
        }

        Assert.Equal(5, _asked.Count);
    }

    [Fact]
    public async Task are_not_asked_for_again_for_five_seconds_after_a_failure()
    {
        var remote = Publish(keys.Issuers);
        _failure = OutboundFailure.TooSlow;
        for (var i = 0; i < 3; i++)
            Assert.Equal(OutboundFailure.TooSlow, (await Assert.ThrowsAsync<OutboundException>(() => ListAsync(remote, again: true))).Failure);
        Assert.Single(_asked);

        _failure = null;
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(await ListAsync(remote));
    }

    [Fact]
    public async Task serve_for_a_day_more_where_new_ones_cannot_be_had()
    {
        var remote = Publish(keys.Issuers);
        await ListAsync(remote);
        _failure = OutboundFailure.WrongStatus;

        _clock.Advance(TimeSpan.FromMinutes(5) + ADay - TimeSpan.FromSeconds(1));
        Assert.Single(await ListAsync(remote));
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<OutboundException>(() => ListAsync(remote));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""")]
    [InlineData("""{"keys":[PUBLIC,{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"}]}""")]
    [InlineData("""{"keys":[PUBLIC,{"kty":"oct","k":"AQAB"}]}""")]
    [InlineData("""{"keys":[PUBLIC,PUBLIC]}""")]
    public async Task are_never_replaced_by_a_document_without_good_ones(string document)
    {
        var remote = Publish(keys.Issuers);
        await ListAsync(remote);
        _body = document.Replace("PUBLIC", Of(keys.Attackers)["""{"keys":[""".Length..^2], StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([keys.Issuers.Kid], (await ListAsync(remote)).Select(key => key.Kid));
        Assert.Equal(2, _asked.Count);
        Assert.Equal(OutboundFailure.WrongType, (await Assert.ThrowsAsync<OutboundException>(() => ListAsync(new RemoteKeys(this, _clock)))).Failure);
    }

    async Task<OutboundDocument> IOutboundDocuments.GetAsync(Uri uri, OutboundLimits? limits, CancellationToken cancellation)
    {
        _asked.Add(uri);
        if (_held is { } held)
            await held.Task;
        if (_failure is { } failure)
            throw new OutboundException(failure, "It is away.");
        return new OutboundDocument(Encoding.UTF8.GetBytes(_body), "application/json", _maxAge, null);
    }

    private static Task<IReadOnlyList<RsaPublicJwk>> ListAsync(RemoteKeys remote, bool again = false) => remote.ListAsync(Here, again, TestContext.Current.CancellationToken);

    private static Task<RsaPublicJwk?> FindAsync(RemoteKeys remote, string kid) => remote.FindAsync(Here, kid, TestContext.Current.CancellationToken);

    private RemoteKeys Publish(SigningKey key)
    {
        _body = Of(key);
        return new RemoteKeys(this, _clock);
    }

    private static string Of(SigningKey key) => Encoding.UTF8.GetString(JwkSet.Write([key.PublicJwk]));
}
