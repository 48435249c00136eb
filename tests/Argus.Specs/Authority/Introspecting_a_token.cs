using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Verification;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority;

/// <summary>Inactive until it has earned the opposite. The caller learns nothing of why; the log does.</summary>
public class Introspecting_a_token
{
    [Fact]
    public async Task finds_it_active_for_the_server_of_its_audience()
    {
        await using var node = await SpecNode.StartAsync();

        var token = await Introspect(node, await node.IssueAsync());

        Assert.NotNull(token);
        Assert.Equal(("client:orders", "orders", "read write"), (token.Subject, token.ClientId, token.Scope));
        await Recorded(node, "active", ((TokenIssued)(await node.Log.Events()).Last(e => e.Event is TokenIssued).Event).Jti.Value);
    }

    [Theory]
    [InlineData(299.999, "active")]
    [InlineData(300, "refused:Expired")]
    public async Task is_exact_to_the_second_of_its_expiry(double seconds, string outcome)
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.AdvanceAsync(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome == "active", await Introspect(node, token) is not null);
        await Recorded(node, outcome);
    }

    [Fact]
    public async Task finds_it_inactive_once_it_is_revoked()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.Revoker.RevokeAsync(node.Acme, node.Client("orders"), token, SpecNode.Origin);

        Assert.Null(await Introspect(node, token));
        await Recorded(node, "revoked");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("orders")] // The client itself is no server of its audience.
    public async Task finds_it_inactive_for_any_other(string caller)
    {
        await using var node = await SpecNode.StartAsync();

        Assert.Null(await Introspect(node, await node.IssueAsync(), caller));
        await Recorded(node, "wrong_audience");
    }

    [Fact]
    public async Task finds_it_inactive_when_its_client_is_disabled()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.Log.PutAsync("acme", "client:orders", 2, new ClientDisabled());
        await node.RefreshAsync();

        Assert.Null(await Introspect(node, token));
        await Recorded(node, "client_disabled");
    }

    [Fact]
    public async Task finds_it_inactive_when_its_audience_is_disabled()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.Log.PutAsync("acme", $"resource:{SpecNode.Api}", 1, new ResourceDisabled());
        await node.RefreshAsync();

        Assert.Null(await Introspect(node, token));
        await Recorded(node, "wrong_audience");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    public async Task finds_garbage_inactive_and_records_it_by_its_hash(string garbage)
    {
        await using var node = await SpecNode.StartAsync();

        Assert.Null(await Introspect(node, Encoding.UTF8.GetBytes(garbage)));

        await node.Recorder.FlushAsync();
        var record = (await node.Log.Events()).Select(recorded => recorded.Event).OfType<VerificationsRecorded>().Last().Verifications.Single();
        Assert.StartsWith("refused:", record.Outcome, StringComparison.Ordinal);
        Assert.Equal([$"sha-256:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(garbage)))}"], record.Tokens.Keys);
    }

    [Fact]
    public async Task finds_a_changed_token_inactive_and_raises_no_alarm()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        token[^10] = token[^10] == 'A' ? (byte)'B' : (byte)'A';

        Assert.Null(await Introspect(node, token));
        await Recorded(node, "refused:BadSignature");
        Assert.DoesNotContain(await node.Log.Events(), recorded => recorded.Event is UnloggedTokenSeen);
    }

    [Fact]
    public async Task knows_a_token_that_another_node_issued()
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        var judge = new Argus.Authority.Verification.TokenJudge(node.Verifier, new Argus.Authority.Views.IssuedTokens(node.Log), node.Confirmations, node.Aggregates);
        var other = new Argus.Authority.Verification.Introspector(new Argus.Authority.Verification.TrustedTokenJudge(judge, node.PeerTokens), node.RefreshTokens, node.Views, node.Recorder);

        Assert.NotNull(await other.IntrospectAsync(node.Acme, node.Client("api"), token, SpecNode.Origin));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task gives_no_answer_from_a_stale_view(int seconds, bool answers)
    {
        await using var node = await SpecNode.StartAsync();
        var token = await node.IssueAsync();
        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var fault = await Record.ExceptionAsync(() => Introspect(node, token));

        Assert.Equal(answers ? null : typeof(LogUnavailableException), fault?.GetType());
    }

    [Fact]
    public async Task gives_no_answer_before_its_durable_record_where_the_policy_says_so()
    {
        await using var node = await SpecNode.StartAsync("""{"verification_audit":"durable"}""");
        var token = await node.IssueAsync();
        Assert.NotNull(await Introspect(node, token));
        Assert.IsType<VerificationsRecorded>((await node.Log.Events())[^1].Event);

        node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => Introspect(node, token));
    }

    internal static Task<ActiveToken?> Introspect(SpecNode node, byte[] token, string caller = "api") =>
        node.Introspector.IntrospectAsync(node.Acme, node.Client(caller), token, SpecNode.Origin).AsTask();

    internal static async Task Recorded(SpecNode node, string outcome, string? token = null)
    {
        await node.Recorder.FlushAsync();
        var record = (await node.Log.Events()).Select(recorded => recorded.Event).OfType<VerificationsRecorded>().Last().Verifications.Single();
        Assert.Equal(outcome, record.Outcome);
        Assert.Equal(token ?? record.Tokens.Keys.Single(), record.Tokens.Keys.Single());
    }
}
