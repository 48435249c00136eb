using System.Text;
using System.Text.Json;
using Argus.Authority.Keys;
using Argus.Authority.RevocationFeed;
using Argus.Domain.Kernel;
using Argus.Domain.Signals;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Specs.Authority.RevocationFeed;

public sealed class Telling_a_receiver : IAsyncLifetime
{
    private static readonly ClientId Api = TextId.Parse<ClientId>("api");

    private SpecNode _node = null!;
    private int _revocations;

    public async ValueTask InitializeAsync()
    {
        _node = await SpecNode.StartAsync();
        await PollAsync(_node);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static Task<SignalAnswer> PollAsync(SpecNode node, int most = 100, long[]? taken = null, SignalRefused[]? refused = null) =>
        new SignalPolls(node.Aggregates, new SignalTokens(new TenantSigner(node.Keys, node.Views), node.Issuers), node.Views, node.Clock)
            .AnswerAsync(node.Acme, Api, new SignalPoll(most, false, taken ?? [], refused ?? []), SpecNode.Origin, CancellationToken.None);

    private async Task<long> RevokeAsync(string? subject = "alice", ClientId? client = null)
    {
        await _node.Aggregates.RecordAsync(_node.Acme.Id, $"revocation:{++_revocations}", new TokensRevoked(null, client, 1_300, "leak", subject), SpecNode.Origin);
        await _node.RefreshAsync();
        return _node.Acme.RevocationHistory.Epoch;
    }

    private static long[] Epochs(SignalAnswer answer) => [.. answer.Sets.Select(set => SignalTokens.EpochOf(Api, set.Jti)!.Value)];

    private async Task<List<ISignalEvent>> EventsAsync() => [.. (await _node.Log.Events()).Select(recorded => recorded.Event).OfType<ISignalEvent>()];

    [Fact]
    public async Task begins_with_what_comes_after_it_first_asked()
    {
        Assert.IsType<SignalsBegan>(Assert.Single(await EventsAsync()));
        var epoch = await RevokeAsync();

        Assert.Equal([epoch], Epochs(await PollAsync(_node)));
    }

    [Fact]
    public async Task happens_again_until_it_has_taken_it()
    {
        var (first, second) = (await RevokeAsync(), await RevokeAsync("bob"));

        Assert.Equal([first, second], Epochs(await PollAsync(_node)));
        Assert.Equal([first, second], Epochs(await PollAsync(_node)));
        Assert.Equal([first], Epochs(await PollAsync(_node, taken: [second])));
        Assert.Empty(Epochs(await PollAsync(_node, taken: [first])));
        Assert.Equal(3, (await EventsAsync()).Count);

        Assert.Empty(Epochs(await PollAsync(_node, taken: [first, second])));
        Assert.Equal(3, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task costs_one_signature_for_each_token_however_often_it_asks()
    {
        var tokens = new SignalTokens(new TenantSigner(_node.Keys, _node.Views), _node.Issuers);
        await RevokeAsync();
        var entry = Assert.Single(_node.Acme.RevocationHistory.Latest(0));

        var first = await tokens.MakeAsync(_node.Acme, Api, entry);

        // The same memory, and another for another.
        Assert.True(first.Equals(await tokens.MakeAsync(_node.Acme, Api, entry)));
        Assert.False(first.Equals(await tokens.MakeAsync(_node.Acme, TextId.Parse<ClientId>("stock"), entry)));
    }

    [Fact]
    public async Task says_whether_there_is_more()
    {
        var (first, _) = (await RevokeAsync(), await RevokeAsync("bob"));

        var answer = await PollAsync(_node, most: 1);

        Assert.Equal([first], Epochs(answer));
        Assert.True(answer.HasMore);
        Assert.False((await PollAsync(_node, most: 2)).HasMore);
        Assert.Empty((await PollAsync(_node, most: 0)).Sets);
    }

    [Fact]
    public async Task goes_on_at_another_node()
    {
        var epoch = await RevokeAsync();
        await using var other = await _node.StartBesideAsync();

        var (here, there) = (await PollAsync(_node), await PollAsync(other));
        Assert.Equal(here.Sets.Single().Jti, there.Sets.Single().Jti);
        Assert.Equal(Encoding.ASCII.GetString(here.Sets.Single().Jws.Span), Encoding.ASCII.GetString(there.Sets.Single().Jws.Span));

        await PollAsync(other, taken: [epoch]);
        Assert.Empty((await PollAsync(_node)).Sets);
    }

    [Fact]
    public async Task records_what_it_could_make_nothing_of()
    {
        var epoch = await RevokeAsync();

        Assert.Empty((await PollAsync(_node, taken: [epoch], refused: [new SignalRefused("invalid_key", epoch)])).Sets);

        Assert.Equal([new SignalRefused("invalid_key", epoch)], Assert.IsType<SignalsTaken>((await EventsAsync())[^1]).Refused);
    }

    [Theory]
    [InlineData("alice", null, """{"format":"iss_sub","iss":"https://auth.example/t/acme","sub":"alice"}""")]
    [InlineData("alice", "orders", """{"format":"complex","user":{"format":"iss_sub","iss":"https://auth.example/t/acme","sub":"alice"},"application":{"format":"opaque","id":"orders"}}""")]
    [InlineData(null, "orders", """{"format":"complex","application":{"format":"opaque","id":"orders"}}""")]
    [InlineData(null, null, """{"format":"complex","tenant":{"format":"opaque","id":"https://auth.example/t/acme"}}""")]
    public async Task names_whom_it_is_about(string? subject, string? client, string subId)
    {
        var epoch = await RevokeAsync(subject, client is null ? null : TextId.Parse<ClientId>(client));

        var claims = Read((await PollAsync(_node)).Sets.Single().Jws);

        Assert.Equal(subId, claims.GetProperty("sub_id").GetRawText());
        Assert.Equal("{\"" + SecurityEvents.SessionRevoked + "\":{\"event_timestamp\":1300}}", claims.GetProperty("events").GetRawText());
        Assert.Equal("api", claims.GetProperty("aud").GetString());
        Assert.Equal($"{epoch - 1}:api", claims.GetProperty("jti").GetString());
        Assert.False(claims.TryGetProperty("exp", out _));
    }

    /// <summary>SETs have no <c>exp</c> (RFC 8417 §2.2), so the product's own validator is none for them.</summary>
    private JsonElement Read(ReadOnlyMemory<byte> jws)
    {
        var parts = Encoding.ASCII.GetString(jws.Span).Split('.');
        var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0])).RootElement;
        Assert.Equal(TokenType.SecurityEvent, header.GetProperty("typ").GetString());
        var digest = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        Assert.True(_node.Acme.Keys.Find(header.GetProperty("kid").GetString()!)!.VerifyHash(digest, System.Buffers.Text.Base64Url.DecodeFromChars(parts[2])));
        return JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
    }

    [Theory]
    [InlineData("5:api", 6L)]
    [InlineData("5:other", null)]
    [InlineData("-5:api", null)]
    [InlineData("5", null)]
    [InlineData(":api", null)]
    [InlineData("9223372036854775807:api", null)]
    [InlineData("99999999999999999999:api", null)]
    public void knows_its_own_names_only(string name, long? epoch) => Assert.Equal(epoch, SignalTokens.EpochOf(Api, name));
}
