using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Keys;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority;

/// <summary>Each step that a token takes fails in turn: no token leaves the building, and none is signed that is not durable.</summary>
public class Issuing_a_token_when_something_fails
{
    [Fact]
    public Task at_the_append_signs_nothing() => NoTokenLeaves(
        node => node.Log.BeforeAppend = _ => throw SpecLog.Gone, signatures: 0, issued: 0);

    [Fact]
    public Task behind_the_append_leaves_a_record_of_a_token_that_nobody_got() => NoTokenLeaves(
        node => node.Log.AfterAppend = _ => throw SpecLog.Gone, signatures: 0, issued: 1);

    [Fact]
    public Task at_the_read_behind_a_conflict_signs_nothing() => NoTokenLeaves(
        node =>
        {
            node.Log.BeforeAppend = append => node.Log.PutAsync(append.Tenant, append.Streams[0].Stream, 0, Rival(append));
            node.Log.OnRead = SpecLog.Gone;
        },
        signatures: 0, issued: 1);

    [Fact]
    public Task at_opening_the_key_appends_nothing() => NoTokenLeaves(
        node => node.Custody.OnOpen = new CustodyException("away"), signatures: 0, issued: 0, warm: false);

    [Fact]
    public Task at_finding_the_key_appends_nothing() => NoTokenLeaves(
        node => node.Custody.OnFind = SpecLog.Gone, signatures: 0, issued: 0, warm: false);

    [Fact]
    public Task because_the_private_half_is_gone_appends_nothing() => NoTokenLeaves(
        node => node.Custody.Lose(), signatures: 0, issued: 0, warm: false);

    [Fact]
    public async Task at_the_signature_leaves_a_record_of_a_token_that_nobody_got()
    {
        await using var node = await SpecNode.StartAsync();
        await node.IssueAsync();
        var before = (await node.Log.Events()).Count;
        node.Custody.OnSign = () => throw new CryptographicException("The HSM is away.");

        await Assert.ThrowsAsync<KeyUnavailableException>(() => node.Issuer.IssueAsync(node.Request(), SpecNode.Origin).AsTask());

        Assert.IsType<TokenIssued>(Assert.Single((await node.Log.Events()).Skip(before)).Event);

        // While it is away nothing more is put on record; once it is back, the key is opened again.
        await Assert.ThrowsAsync<KeyUnavailableException>(() => node.Issuer.IssueAsync(node.Request(), SpecNode.Origin).AsTask());
        Assert.Equal(before + 1, (await node.Log.Events()).Count);
        node.Custody.OnSign = null;
        await node.IssueAsync();
    }

    [Fact]
    public async Task because_the_identifier_is_spent_signs_nothing()
    {
        await using var node = await SpecNode.StartAsync();
        await node.IssueAsync();
        var signatures = 0;
        node.Custody.OnSign = () => signatures++;
        node.Log.BeforeAppend = append => node.Log.PutAsync(append.Tenant, append.Streams[0].Stream, 0, Rival(append));

        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Issuer.IssueAsync(node.Request(), SpecNode.Origin).AsTask());

        Assert.Equal(0, signatures);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public async Task because_the_view_is_old_appends_nothing(int seconds, bool issues)
    {
        await using var node = await SpecNode.StartAsync();
        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var before = (await node.Log.Events()).Count;

        var fault = await Record.ExceptionAsync(() => node.IssueAsync());

        Assert.Equal(issues, fault is null);
        Assert.Equal(issues ? null : typeof(LogUnavailableException), fault?.GetType());
        Assert.Equal(before + (issues ? 1 : 0), (await node.Log.Events()).Count);
    }

    [Fact]
    public async Task because_there_is_no_active_key_appends_nothing()
    {
        await using var node = await SpecNode.StartAsync();
        var now = node.Clock.GetUtcNow().ToUnixTimeSeconds();
        await node.Log.PutAsync("acme", KeyRingState.Stream, 3, new KeyRevoked(now, null, node.Acme.Keys.Active!.Kid, "stolen"));
        await node.RefreshAsync();
        var before = (await node.Log.Events()).Count;

        await Assert.ThrowsAsync<KeyUnavailableException>(() => node.IssueAsync());

        Assert.Equal(before, (await node.Log.Events()).Count);
    }

    private static async Task NoTokenLeaves(Action<SpecNode> fail, int signatures, int issued, bool warm = true)
    {
        await using var node = await SpecNode.StartAsync();
        if (warm)
            await node.IssueAsync();
        var before = (await node.Log.Events()).Count;
        var signed = 0;
        node.Custody.OnSign = () => signed++;
        fail(node);

        var issuing = node.Issuer.IssueAsync(node.Request(), SpecNode.Origin).AsTask();
        for (var pages = 0; !issuing.IsCompleted && pages < 1_000; pages++)
            await node.RefreshAsync();
        var fault = await Record.ExceptionAsync(() => issuing.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(fault is LogUnavailableException or KeyUnavailableException, $"{fault}");

        Assert.Equal((signatures, issued), (signed, (await node.Log.Events()).Skip(before).Count(recorded => recorded.Event is TokenIssued)));

        // And when it is over, the next one gets its token.
        (node.Log.BeforeAppend, node.Log.AfterAppend, node.Log.OnRead, node.Custody.OnOpen, node.Custody.OnFind) = (null, null, null, null, null);
        if (node.Custody.Kept.Count > 0)
            Assert.NotEmpty(await node.IssueAsync());
    }

    /// <summary>Another token under the same identifier.</summary>
    private static TokenIssued Rival(Append append)
    {
        Assert.True(Argus.Domain.Kernel.Jti.TryParse(append.Streams[0].Stream["token:".Length..], out var jti));
        return new TokenIssued(
            null, Argus.Domain.Kernel.NameSet.Of(SpecNode.Api), Domain.Samples.Orders, null, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 300, 0, jti, Domain.Samples.Kid, null, null, null, "client:x");
    }
}
