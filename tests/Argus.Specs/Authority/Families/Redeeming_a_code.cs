using Argus.Domain.Families;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority.Families;

public class Redeeming_a_code
{
    [Fact]
    public async Task opens_a_family_with_a_refresh_token_for_who_may_have_one()
    {
        await using var app = await SpecApp.StartAsync();
        var code = await app.AuthorizeAsync();
        var now = app.Node.Clock.GetUtcNow().ToUnixTimeSeconds();

        var answer = await app.RedeemAsync(code);

        var opened = Assert.IsType<FamilyOpened>((await app.EventsAsync(code.Family))[^1]);
        Assert.Equal((SpecApp.DigestOf(answer.RefreshToken!), now + (30 * 86_400)), (opened.Digest, opened.Exp));
        Assert.Equal((Jti.Of(code.Family, 1), now + 600), (opened.Token.Jti, opened.Token.Exp));
        Assert.True(answer.IdToken.IsEmpty);
    }

    [Fact]
    public async Task gives_no_refresh_token_without_offline_access()
    {
        await using var app = await SpecApp.StartAsync();

        var answer = await app.RedeemAsync(await app.AuthorizeAsync("app", "openid read"));

        Assert.Null(answer.RefreshToken);
        Assert.False(answer.IdToken.IsEmpty);
    }

    [Fact]
    public async Task with_another_s_verifier_or_client_is_refused_and_leaves_the_code_to_its_owner()
    {
        await using var app = await SpecApp.StartAsync();
        var code = await app.AuthorizeAsync();

        Assert.Equal("invalid_grant", (await app.RedeemAsync(code, verifier: new string('x', 43))).Refusal?.Error);
        Assert.Equal("invalid_grant", (await app.RedeemAsync(code, "rival")).Refusal?.Error);

        Assert.Null((await app.RedeemAsync(code)).Refusal);
    }

    [Fact]
    public async Task twice_ends_what_the_first_began_with_all_that_was_kept()
    {
        await using var app = await SpecApp.StartAsync();
        await using var other = await app.BesideAsync();
        var code = await app.AuthorizeAsync();
        var first = await app.RedeemAsync(code);
        var next = await app.NextAsync(first.RefreshToken!);
        Assert.NotNull(await app.KeptAsync(code.Family));

        Assert.Equal("code_code_replayed", (await other.RedeemAsync(code)).Refusal?.Id);

        await app.RefusesAsync(next, "family_revoked");
        await app.RefusesAsync(first.RefreshToken!, "family_revoked");
        Assert.Null(await app.KeptAsync(code.Family));
        await app.Node.RefreshAsync();
        Assert.Null(await Introspecting_a_token.Introspect(app.Node, first.AccessToken.ToArray()));
    }

    [Fact]
    public async Task many_times_at_once_opens_one_family_at_most_and_ends_it()
    {
        await using var first = await SpecApp.StartAsync();
        await using var second = await first.BesideAsync();
        var code = await first.AuthorizeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).RedeemAsync(code))));

        Assert.Single(answers, answer => answer.Refusal is null);
        var events = await first.EventsAsync(code.Family);
        Assert.Single(events.OfType<FamilyOpened>());
        Assert.Equal(new FamilyRevoked("code_replayed"), Assert.Single(events.OfType<FamilyRevoked>()));
    }

    [Fact]
    public async Task after_its_minute_is_refused()
    {
        await using var app = await SpecApp.StartAsync();
        var code = await app.AuthorizeAsync();
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("code_expired", (await app.RedeemAsync(code)).Refusal?.Id);
    }

    [Fact]
    public async Task is_not_done_for_a_tenant_s_revoked_tokens()
    {
        await using var app = await SpecApp.StartAsync();
        var code = await app.AuthorizeAsync();
        await app.HappenAsync("tokens:1", new Argus.Domain.Tokens.TokensRevoked(null, null, 1, "spec", null));

        Assert.Equal("code_tokens_revoked", (await app.RedeemAsync(code)).Refusal?.Id);
    }
}
