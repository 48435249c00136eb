using System.Text;
using Argus.Authority.Clients;
using Argus.Authority.Outbound;
using Argus.Jose;

namespace Argus.Specs.Authority;

public class A_key_set_at_an_address(Argus.Specs.Jose.Keys keys) : IClassFixture<Argus.Specs.Jose.Keys>, IOutboundDocuments
{
    private readonly ManualClock _clock = new();
    private byte[]? _body;
    private TimeSpan? _maxAge;
    private int _asked;

    [Fact]
    public async Task is_asked_for_once_by_many_and_then_known()
    {
        Publish(keys.Issuers);
        var fetched = Fetched();

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => fetched.GetAsync(newer: false).AsTask()));

        Assert.All(found, set => Assert.True(set!.ContainsKey(keys.Issuers.Kid)));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task is_asked_for_again_when_it_lacks_a_key_but_not_within_30_seconds()
    {
        Publish(keys.Issuers);
        var fetched = Fetched();
        await fetched.GetAsync(newer: false);
        Publish(keys.Attackers);

        Assert.False((await fetched.GetAsync(newer: true))!.ContainsKey(keys.Attackers.Kid));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await fetched.GetAsync(newer: true))!.ContainsKey(keys.Attackers.Kid));
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData(null, 299, 300)]
    [InlineData(0, 59, 60)]
    [InlineData(120, 119, 120)]
    [InlineData(86_400, 3_599, 3_600)]
    public async Task is_fresh_for_a_while(int? maxAge, int fresh, int stale)
    {
        _maxAge = maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Publish(keys.Issuers);
        var fetched = Fetched();
        await fetched.GetAsync(newer: false);

        _clock.Advance(TimeSpan.FromSeconds(fresh));
        await fetched.GetAsync(newer: false);
        Assert.Equal(1, _asked);
        _clock.Advance(TimeSpan.FromSeconds(stale - fresh));
        await fetched.GetAsync(newer: false);
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"keys":1}""")]
    [InlineData("""{"keys":[{"kty":"RSA","d":"AQAB"}]}""")]
    public async Task stays_as_it_was_for_an_hour_while_nothing_sound_comes(string? instead)
    {
        Publish(keys.Issuers);
        var fetched = Fetched();
        await fetched.GetAsync(newer: false);
        _body = instead is null ? null : Encoding.ASCII.GetBytes(instead);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await fetched.GetAsync(newer: false))!.ContainsKey(keys.Issuers.Kid));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await fetched.GetAsync(newer: false));
    }

    [Fact]
    public async Task is_unknown_while_nobody_answers() => Assert.Null(await Fetched().GetAsync(newer: false));

    Task<OutboundDocument> IOutboundDocuments.GetAsync(Uri uri, OutboundLimits? limits, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _asked);
        return _body is { } body
            ? Task.FromResult(new OutboundDocument(body, "application/json", _maxAge, null))
            : throw new OutboundException(OutboundFailure.Unreachable, "nobody");
    }

    private void Publish(SigningKey key) => _body = JwkSet.Write([key.PublicJwk]);

    private FetchedKeys Fetched() => new(new Uri("https://client.example/jwks.json"), this, _clock);
}
