using System.Text;
using Argus.Authority.Verification;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Specs.Authority.Families;

/// <summary>RFC 7662, for the client that holds it and for nobody else.</summary>
public class Introspecting_a_refresh_token
{
    [Fact]
    public async Task finds_the_live_one_active_until_it_would_be_idle_or_over()
    {
        await using var app = await SpecApp.StartAsync("""{"refresh_absolute_lifetime":864000,"refresh_idle_lifetime":604800}""");
        var opened = await app.OpenAsync();
        var start = app.Node.Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(
            new ActiveToken("https://auth.example/t/acme", SpecApp.Alice.Value, "app", "offline_access read write", start + 604_800, start, null),
            await Introspect(app, opened.RefreshToken));
        await Introspecting_a_token.Recorded(app.Node, "active", $"sha-256:{SpecApp.DigestOf(opened.RefreshToken)}");

        await app.Node.AdvanceAsync(TimeSpan.FromDays(6));
        var next = await app.NextAsync(opened.RefreshToken);
        var token = await Introspect(app, next);
        Assert.Equal((start + (6 * 86_400), start + 864_000), (token!.IssuedAt, token.ExpiresAt));
    }

    [Theory]
    [InlineData("rival", "client_mismatch")]
    [InlineData("api", "client_mismatch")]
    [InlineData("other", "client_mismatch")]
    public async Task tells_nobody_else_and_harms_nobody(string caller, string outcome)
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        Assert.Null(await Introspect(app, opened.RefreshToken, caller));

        await Introspecting_a_token.Recorded(app.Node, outcome, $"sha-256:{SpecApp.DigestOf(opened.RefreshToken)}");
        Assert.Equal(2, (await app.EventsAsync(opened.Family)).Count);
        await app.NextAsync(opened.RefreshToken);
    }

    [Fact]
    public async Task finds_a_spent_one_inactive_and_ends_nothing()
    {
        await using var app = await SpecApp.StartAsync();
        await using var other = await app.BesideAsync();
        var opened = await app.OpenAsync();
        var second = await other.NextAsync(opened.RefreshToken);
        var third = await other.NextAsync(second);

        Assert.Null(await Introspect(app, opened.RefreshToken));
        Assert.Null(await Introspect(app, second));
        Assert.NotNull(await Introspect(app, third));
        Assert.DoesNotContain(await app.EventsAsync(opened.Family), @event => @event is FamilyRevoked or RefreshRejected);
    }

    [Fact]
    public async Task finds_one_of_a_dead_family_inactive()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        await app.Node.FamilyRevoker.RevokeAsync(app.Node.Acme, opened.Family, "spec", SpecNode.Origin);

        Assert.Null(await Introspect(app, opened.RefreshToken));
        await Introspecting_a_token.Recorded(app.Node, "family_revoked");
    }

    [Fact]
    public async Task finds_one_inactive_that_would_not_be_exchanged()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        foreach (var (stream, off, on) in new (string, IDomainEvent, IDomainEvent)[]
        {
            (UserState.StreamOf(Domain.Samples.Alice), new UserDisabled(), new UserEnabled()),
            ($"resource:{SpecNode.Api}", new ResourceDisabled(), new ResourceEnabled()),
        })
        {
            await app.HappenAsync(stream, off);
            Assert.Null(await Introspect(app, opened.RefreshToken));
            await app.HappenAsync(stream, on);
            Assert.NotNull(await Introspect(app, opened.RefreshToken));
        }

        await app.HappenAsync("tokens:1", new TokensRevoked(null, null, 1, "spec", SpecApp.Alice.Value));
        Assert.Null(await Introspect(app, opened.RefreshToken));
    }

    [Theory]
    [InlineData(604_799, true)]
    [InlineData(604_800, false)]
    public async Task is_exact_to_the_second(int seconds, bool active)
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(seconds));

        Assert.Equal(active, await Introspect(app, opened.RefreshToken) is not null);
    }

    [Fact]
    public async Task finds_an_unknown_one_and_a_code_inactive()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var code = await app.AuthorizeAsync();

        Assert.Null(await Introspect(app, $"{opened.RefreshToken[..^1]}{(opened.RefreshToken[^1] == 'A' ? 'B' : 'A')}"));
        Assert.Null(await Introspect(app, $"rt1.acme.{Domain.Samples.JtiText}.{opened.RefreshToken[^43..]}"));
        Assert.Null(await Introspect(app, code.Text));
        Assert.Null(await Introspect(app, "rt1." + code.Text[4..]));
    }

    [Fact]
    public async Task gives_no_answer_without_the_log()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();

        app.Log.OnRead = SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(() => Introspect(app, opened.RefreshToken));
    }

    private static Task<ActiveToken?> Introspect(SpecApp app, string token, string caller = "app") =>
        Introspecting_a_token.Introspect(app.Node, Encoding.ASCII.GetBytes(token), caller);
}
