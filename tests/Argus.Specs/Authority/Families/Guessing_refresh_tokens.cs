using Argus.Authority.Families;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority.Families;

/// <summary>What nobody knows costs a read of the log: one source gets a hundred of them in a minute, and nobody loses a token for it.</summary>
public class Guessing_refresh_tokens
{
    private const string Source = "192.0.2.1";

    private static readonly TenantId Acme = Domain.Samples.Acme;

    [Fact]
    public async Task is_answered_a_hundred_times_and_then_put_off()
    {
        await using var app = await SpecApp.StartAsync();
        for (var i = 0; i <= UnknownRefreshTokens.Most; i++)
            Assert.Equal("refresh_unknown", (await GuessAsync(app)).Refusal?.Id);

        var refusal = (await GuessAsync(app)).Refusal!;

        Assert.Equal(("refresh_unknown_too_often", "temporarily_unavailable", TimeSpan.FromSeconds(60)), (refusal.Id, refusal.Error, refusal.RetryAfter));
        Assert.Equal("refresh_unknown", (await GuessAsync(app, "192.0.2.2")).Refusal?.Id);
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("refresh_unknown", (await GuessAsync(app)).Refusal?.Id);
    }

    [Fact]
    public async Task costs_a_good_client_behind_the_same_address_a_wait_and_no_token()
    {
        await using var warm = await SpecApp.StartAsync();
        await using var cold = await warm.BesideAsync();
        var opened = await warm.OpenAsync();
        for (var i = 0; i <= UnknownRefreshTokens.Most; i++)
        {
            await GuessAsync(warm);
            await GuessAsync(cold);
        }

        Assert.Equal("temporarily_unavailable", (await cold.RefreshAsync(opened.RefreshToken, source: Source)).Refusal?.Error);
        var served = await warm.RefreshAsync(opened.RefreshToken, source: Source);
        Assert.Null(served.Refusal);
        await cold.Node.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Null((await cold.RefreshAsync(served.RefreshToken!, source: Source)).Refusal);
    }

    [Fact]
    public void is_counted_by_tenant_and_source_from_the_first_on()
    {
        var clock = new ManualClock();
        var unknown = new UnknownRefreshTokens(clock);
        Count(unknown, UnknownRefreshTokens.Most);
        Assert.Null(unknown.WaitOf(Acme, Source));

        clock.Advance(TimeSpan.FromSeconds(20));
        Count(unknown, 1);

        Assert.Equal(TimeSpan.FromSeconds(40), unknown.WaitOf(Acme, Source));
        Assert.Null(unknown.WaitOf(Acme, "192.0.2.2"));
        Assert.Null(unknown.WaitOf(Acme, null));
        Assert.Null(unknown.WaitOf(TextId.Parse<TenantId>("other"), Source));
        clock.Advance(TimeSpan.FromSeconds(39.999));
        Assert.NotNull(unknown.WaitOf(Acme, Source));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(unknown.WaitOf(Acme, Source));
        Count(unknown, UnknownRefreshTokens.Most);
        Assert.Null(unknown.WaitOf(Acme, Source));
    }

    [Fact]
    public void from_the_addresses_of_one_IPv6_network_is_from_one_source()
    {
        var unknown = new UnknownRefreshTokens(new ManualClock());
        for (var i = 0; i <= UnknownRefreshTokens.Most; i++)
            unknown.Count(Acme, $"2001:db8::{i:x}");

        Assert.NotNull(unknown.WaitOf(Acme, "2001:db8::ffff"));
        Assert.Null(unknown.WaitOf(Acme, "2001:db8:0:1::1"));
    }

    [Fact]
    public void from_very_many_sources_forgets_the_eldest()
    {
        var unknown = new UnknownRefreshTokens(new ManualClock());
        Count(unknown, UnknownRefreshTokens.Most + 1);
        for (var i = 0; i < 20_000; i++)
            unknown.Count(Acme, $"source {i}");

        Assert.Null(unknown.WaitOf(Acme, Source));
    }

    private static void Count(UnknownRefreshTokens unknown, int times)
    {
        for (var i = 0; i < times; i++)
            unknown.Count(Acme, Source);
    }

    private static Task<Argus.Authority.Issuance.TokenAnswer> GuessAsync(SpecApp app, string source = Source) => app.RefreshAsync(
        GrantToken.New(GrantTokenKind.RefreshToken, Acme, FamilyId.From(Guid.CreateVersion7(app.Node.Clock.GetUtcNow()))).Text, source: source);
}
