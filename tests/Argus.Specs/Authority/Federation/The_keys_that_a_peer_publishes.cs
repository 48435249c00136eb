using System.Security.Cryptography;
using Argus.Authority.Outbound;
using Argus.Domain.Peers;
using Argus.Jose;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Federation;

/// <summary>Read in the background. A peer that is down, slow or in disorder degrades its own tokens and nothing else.</summary>
public sealed class The_keys_that_a_peer_publishes(Jose.Keys keys) : IClassFixture<Jose.Keys>
{
    private readonly SigningKey _old = keys.Issuers;
    private readonly SigningKey _new = keys.Attackers;

    [Fact]
    public async Task are_read_and_told_once_by_however_many_nodes()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        await using var other = await node.StartBesideAsync();
        other.Documents.Put(SpecPeer.JwksUri, SpecPeer.Jwks(_old));

        await Task.WhenAll(node.PeerKeys.SettleAsync(), other.PeerKeys.SettleAsync());

        Assert.Equal(["peer.trusted", "peer.key_added"], await node.ToldAsync());
        Assert.Equal(1, other.Documents.Asked(SpecPeer.JwksUri));
        Assert.True(await other.IsActiveAsync(SpecPeer.Token(_old)));
    }

    [Fact]
    public async Task follow_a_rotation()
    {
        await using var node = await SpecPeer.ReadAsync(_old);

        await PublishAsync(node, SpecPeer.Jwks(_old, _new));
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_old, from: 0, to: 1_200)));
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_new, from: 0, to: 1_200)));

        await PublishAsync(node, SpecPeer.Jwks(_new));
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_old, from: 0, to: 1_200)));
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_new, from: 0, to: 1_200)));
        Assert.Equal(["peer.trusted", "peer.key_added", "peer.key_added", "peer.key_removed", "peer.keys_confirmed"], await node.ToldAsync());
    }

    [Theory]
    [InlineData("""{"keys":[]}""", "empty")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""", "empty")]
    [InlineData("<html>", "garbage")]
    [InlineData("""{"jwks":[]}""", "garbage")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA"}]}""", "private_key")]
    [InlineData("private", "private_key")]
    [InlineData("own", "own_key")]
    public async Task stay_as_they_are_when_the_document_makes_no_sense(string document, string reason)
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        if (document == "private")
            document = $$$"""{"keys":[{"kty":"RSA","kid":"x","n":"{{{_old.PublicJwk.N}}}","e":"AQAB","d":"AQAB"}]}""";
        if (document == "own")
            document = System.Text.Encoding.UTF8.GetString(node.Acme.Keys.Jwks);

        await PublishAsync(node, document);
        await PublishAsync(node, document);
        await PublishAsync(node, document);

        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_old, from: 0, to: 1_200)));
        Assert.Equal(reason, node.PeerKeys.StateOf(node.Acme.Id, SpecPeer.Name)!.Fault);
        Assert.Equal(["peer.trusted", "peer.key_added", "peer.keys_refused"], await node.ToldAsync());
        Assert.Equal(reason, (await node.Log.Events()).Select(recorded => recorded.Event).OfType<PeerKeysRefused>().Single().Reason);

        await PublishAsync(node, SpecPeer.Jwks(_old));
        Assert.Null(node.PeerKeys.StateOf(node.Acme.Id, SpecPeer.Name)!.Fault);
        Assert.Equal("peer.keys_confirmed", (await node.ToldAsync())[^1]);
    }

    [Theory]
    [InlineData(OutboundFailure.Unreachable, "unreachable", false)]
    [InlineData(OutboundFailure.TooSlow, "too_slow", false)]
    [InlineData(OutboundFailure.WrongStatus, "wrong_status", false)]
    [InlineData(OutboundFailure.Refused, "address_refused", false)]
    [InlineData(OutboundFailure.TooLarge, "too_large", true)]
    [InlineData(OutboundFailure.WrongType, "garbage", true)]
    public async Task stay_as_they_are_when_they_cannot_be_had(OutboundFailure failure, string fault, bool isTold)
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        node.Documents.Put(SpecPeer.JwksUri, failure);

        await WaitAndReadAsync(node);

        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_old, from: 0, to: 1_200)));
        Assert.Equal(fault, node.PeerKeys.StateOf(node.Acme.Id, SpecPeer.Name)!.Fault);
        Assert.Equal(isTold, (await node.ToldAsync()).Contains("peer.keys_refused"));
    }

    [Fact]
    public async Task are_trusted_for_a_day_and_no_longer_when_they_cannot_be_had()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        node.Documents.Put(SpecPeer.JwksUri, OutboundFailure.Unreachable);

        await node.AdvanceAsync(TimeSpan.FromDays(1));
        await node.PeerKeys.SettleAsync();
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_old, from: 86_000, to: 87_000)));
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(_old, from: 86_000, to: 87_000)));

        node.Documents.Put(SpecPeer.JwksUri, SpecPeer.Jwks(_old));
        await WaitAndReadAsync(node);
        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_old, from: 86_000, to: 87_000)));
    }

    [Fact]
    public async Task of_a_slow_peer_keep_nobody_waiting()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        var slow = new TaskCompletionSource<OutboundDocument>();
        node.Documents.Put("https://slow.example/jwks", () => slow.Task);
        await node.ApplyAsync(
            $$"""{"tenants":[{"tenant":"acme","peers":[{"name":"slow","issuer":"https://slow.example","subject_prefix":"slow:","audiences":["{{SpecNode.Api}}"],"jwks_uri":"https://slow.example/jwks"}]}]}""");
        var reading = node.PeerKeys.SettleAsync();

        await PublishAsync(node, SpecPeer.Jwks(_new), isAwaited: false);
        for (var i = 0; i < 1_000 && SpecPeer.State(node).Keys[^1].Kid != _new.Kid; i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_new, from: 300, to: 900)));
        Assert.False(reading.IsCompleted);
        slow.SetException(new OutboundException(OutboundFailure.TooSlow, "At last."));
        await reading;
    }

    /// <summary>A key that its peer has taken away is trusted until the peer's document is read: other tenants must not be able to put that off.</summary>
    [Fact]
    public async Task of_one_tenants_many_slow_peers_leave_places_for_others()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        var slow = new TaskCompletionSource<OutboundDocument>();
        string[] hosts = [.. Enumerable.Range(0, 70).Select(i => $"https://slow-{i}.example")];
        foreach (var host in hosts)
            node.Documents.Put($"{host}/jwks", () => slow.Task);
        var peers = hosts.Select((host, i) => $$"""{"name":"slow-{{i}}","issuer":"{{host}}","subject_prefix":"slow-{{i}}:","audiences":["https://api.example"],"jwks_uri":"{{host}}/jwks"}""");
        await node.ApplyAsync($$"""{"tenants":[{"tenant":"hostile","resources":[{"resource":"https://api.example","scopes":["read"]}],"peers":[{{string.Join(',', peers)}}]}]}""");
        var reading = node.PeerKeys.SettleAsync();

        await PublishAsync(node, SpecPeer.Jwks(_new), isAwaited: false);
        for (var i = 0; i < 1_000 && SpecPeer.State(node).Keys[^1].Kid != _new.Kid; i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        Assert.Equal(_new.Kid, SpecPeer.State(node).Keys[^1].Kid);
        slow.SetException(new OutboundException(OutboundFailure.TooSlow, "At last."));
        await reading;
    }

    [Fact]
    public async Task are_read_at_once_when_a_token_names_one_that_is_not_known_but_not_again_and_again()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        node.Documents.Put(SpecPeer.JwksUri, SpecPeer.Jwks(_old, _new));

        Assert.True(await node.IsActiveAsync(SpecPeer.Token(_new)));
        Assert.Equal(2, node.Documents.Asked(SpecPeer.JwksUri));

        using var nobodys = new SigningKey(RSA.Create(2048));
        for (var i = 0; i < 5; i++)
            Assert.False(await node.IsActiveAsync(SpecPeer.Token(nobodys)));
        Assert.Equal(2, node.Documents.Asked(SpecPeer.JwksUri));
        await node.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.False(await node.IsActiveAsync(SpecPeer.Token(nobodys)));
        Assert.Equal(3, node.Documents.Asked(SpecPeer.JwksUri));
    }

    [Fact]
    public async Task are_not_waited_for_longer_than_two_seconds()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        var slow = new TaskCompletionSource<OutboundDocument>();
        node.Documents.Put(SpecPeer.JwksUri, () => slow.Task);

        var asked = node.IsActiveAsync(SpecPeer.Token(_new));
        for (var i = 0; i < 1_000 && node.Documents.Asked(SpecPeer.JwksUri) < 2; i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        node.Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(asked.IsCompleted);
        node.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.False(await asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        slow.SetException(new OutboundException(OutboundFailure.TooSlow, "At last."));
        await node.PeerKeys.SettleAsync();
    }

    [Theory]
    [InlineData(null, 269, 300)]
    [InlineData(5, 29, 30)]
    [InlineData(100, 89, 100)]
    [InlineData(86_400, 3_239, 3_600)]
    public async Task are_read_again_when_the_document_says(int? maxAge, int notYet, int again)
    {
        await using var node = await SpecNode.StartAsync();
        node.Documents.Put(SpecPeer.JwksUri, SpecPeer.Jwks(_old), maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await node.ApplyAsync(SpecPeer.Document($"\"jwks_uri\":\"{SpecPeer.JwksUri}\""));
        await node.PeerKeys.SettleAsync();

        await ReadAfterAsync(node, notYet);
        Assert.Equal(1, node.Documents.Asked(SpecPeer.JwksUri));
        await ReadAfterAsync(node, again - notYet);
        Assert.Equal(2, node.Documents.Asked(SpecPeer.JwksUri));
    }

    [Fact]
    public async Task are_tried_less_and_less_often_when_they_cannot_be_had()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(SpecPeer.Document($"\"jwks_uri\":\"{SpecPeer.JwksUri}\""));
        await node.PeerKeys.SettleAsync();

        foreach (var (notYet, again) in new[] { (2, 5), (4, 10), (9, 20), (19, 40), (39, 80), (79, 160), (149, 300), (149, 300) })
        {
            var asked = node.Documents.Asked(SpecPeer.JwksUri);
            await ReadAfterAsync(node, notYet);
            Assert.Equal(asked, node.Documents.Asked(SpecPeer.JwksUri));
            await ReadAfterAsync(node, again - notYet);
            Assert.Equal(asked + 1, node.Documents.Asked(SpecPeer.JwksUri));
        }
    }

    [Fact]
    public async Task of_a_peer_that_is_disabled_are_not_read()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        await node.CommandAsync(PeerDecider.Disable);

        await ReadAfterAsync(node, 3_600);
        Assert.Equal(1, node.Documents.Asked(SpecPeer.JwksUri));

        await node.CommandAsync(PeerDecider.Enable);
        await node.PeerKeys.SettleAsync();
        Assert.Equal(2, node.Documents.Asked(SpecPeer.JwksUri));
    }

    [Fact]
    public async Task are_not_told_while_the_log_is_away_and_are_when_it_is_back()
    {
        await using var node = await SpecPeer.ReadAsync(_old);
        node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        node.Documents.Put(SpecPeer.JwksUri, SpecPeer.Jwks(_new));
        node.Clock.Advance(TimeSpan.FromSeconds(300));
        await node.PeerKeys.SettleAsync();
        Assert.Equal(_old.Kid, SpecPeer.State(node).Keys.Single().Kid);

        node.Log.BeforeAppend = null;
        await WaitAndReadAsync(node);
        Assert.Equal(_new.Kid, SpecPeer.State(node).Keys.Single().Kid);
    }

    private static async Task PublishAsync(SpecNode node, string document, bool isAwaited = true)
    {
        node.Documents.Put(SpecPeer.JwksUri, document);
        await node.AdvanceAsync(TimeSpan.FromSeconds(300));
        var reading = node.PeerKeys.SettleAsync();
        if (isAwaited)
            await reading;
    }

    private static Task WaitAndReadAsync(SpecNode node) => ReadAfterAsync(node, 300);

    private static async Task ReadAfterAsync(SpecNode node, int seconds)
    {
        await node.AdvanceAsync(TimeSpan.FromSeconds(seconds));
        await node.PeerKeys.SettleAsync();
    }
}
