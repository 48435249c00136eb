using System.Security.Cryptography;
using Argus.Authority.Families;
using Argus.Authority.Keys;
using Argus.Domain.Families;
using Argus.Log;

namespace Argus.Specs.Authority.Families;

/// <summary>Each step of an exchange fails in turn: no token leaves the building, and who asks again in time has lost nothing.</summary>
public class Refreshing_tokens_when_something_fails
{
    [Fact]
    public Task at_the_rotation_s_append_changes_nothing() => Fails(app => app.Log.BeforeAppend = _ => throw SpecLog.Gone, rotated: false);

    [Fact]
    public Task behind_the_rotation_s_append_leaves_the_same_successor_to_who_asks_again() => Fails(app => app.Log.AfterAppend = _ => throw SpecLog.Gone, rotated: true);

    [Fact]
    public Task at_reading_the_family_changes_nothing() => Fails(app => app.Log.OnRead = SpecLog.Gone, rotated: false, cold: true);

    [Fact]
    public Task at_opening_the_key_changes_nothing() => Fails(app => app.Node.Custody.OnOpen = new CustodyException("away"), rotated: false, cold: true);

    [Fact]
    public Task at_the_signature_leaves_the_same_successor_to_who_asks_again() =>
        Fails(app => app.Node.Custody.OnSign = () => throw new CryptographicException("The HSM is away."), rotated: true);

    [Fact]
    public async Task at_reading_the_successor_changes_nothing()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var successor = await app.NextAsync(opened.RefreshToken);
        var before = await app.EventsAsync(opened.Family);

        app.Log.OnRead = SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => app.RefreshAsync(opened.RefreshToken));

        app.Log.OnRead = null;
        Assert.Equal(before.Count, (await app.EventsAsync(opened.Family)).Count);
        Assert.Equal(successor, await app.NextAsync(opened.RefreshToken));
    }

    [Fact]
    public async Task and_takes_its_time_makes_nobody_wait_for_all_who_came_before()
    {
        await using var app = await SpecApp.StartAsync();
        var families = new FamilyGrains(app.Log, app.Node.PersonalKeys.Writer, SpecNode.Options with { AppendTimeout = TimeSpan.FromMilliseconds(20) });
        var (opened, frozen) = (await app.OpenAsync(), new TaskCompletionSource());
        app.Log.BeforeAppend = _ => frozen.Task;

        var first = RevokeAsync();
        await Assert.ThrowsAsync<LogUnavailableException>(RevokeAsync);
        await Assert.ThrowsAsync<LogUnavailableException>(RevokeAsync);

        frozen.SetResult();
        await first;
        await RevokeAsync();

        Task RevokeAsync() => families.TakeTurnAsync(
            app.Node.Acme.Id, opened.Family, state => ValueTask.FromResult(new FamilyStep<bool>(true, FamilyDecider.Revoke(state, "over").Events)), SpecNode.Origin).AsTask();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task at_the_retry_s_append_leaves_the_same_successor_to_who_asks_again(bool durable)
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var successor = await app.NextAsync(opened.RefreshToken);

        if (durable)
            app.Log.AfterAppend = _ => throw SpecLog.Gone;
        else
            app.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => app.RefreshAsync(opened.RefreshToken));

        (app.Log.AfterAppend, app.Log.BeforeAppend) = (null, null);
        Assert.Equal(successor, await app.NextAsync(opened.RefreshToken));
        Assert.Equal(durable ? 2 : 1, (await app.EventsAsync(opened.Family)).OfType<RefreshRetried>().Count());
    }

    [Fact]
    public async Task at_the_end_of_a_family_answers_nothing_and_ends_it_the_next_time()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        var last = await app.NextAsync(await app.NextAsync(opened.RefreshToken));

        app.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => app.RefreshAsync(opened.RefreshToken));
        app.Log.BeforeAppend = null;
        app.Log.AfterAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => app.RefreshAsync(opened.RefreshToken));

        app.Log.AfterAppend = null;
        await app.RefusesAsync(last, "family_revoked");
        Assert.Single((await app.EventsAsync(opened.Family)).OfType<FamilyRevoked>());
    }

    [Fact]
    public async Task at_seeing_the_end_of_a_family_is_not_answered_though_it_has_ended()
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        await app.NextAsync(await app.NextAsync(opened.RefreshToken));
        await app.Node.LoseTheFeedAsync();

        var refreshing = app.RefreshAsync(opened.RefreshToken);
        app.Node.Clock.Advance(SpecNode.Options.AppendTimeout);

        await Assert.ThrowsAsync<LogUnavailableException>(() => refreshing);
        Assert.Equal(new FamilyRevoked("reuse"), (await app.EventsAsync(opened.Family))[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task at_the_first_tokens_gives_none(bool durable)
    {
        await using var app = await SpecApp.StartAsync();
        var code = await app.AuthorizeAsync();

        if (durable)
            app.Log.AfterAppend = _ => throw SpecLog.Gone;
        else
            app.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => app.RedeemAsync(code));

        // A code is used once (RFC 6749 §4.1.2): nobody can tell a second use from a thief's.
        (app.Log.AfterAppend, app.Log.BeforeAppend) = (null, null);
        Assert.Equal(durable ? "code_code_replayed" : null, (await app.RedeemAsync(code)).Refusal?.Id);
    }

    private static async Task Fails(Action<SpecApp> fail, bool rotated, bool cold = false)
    {
        await using var app = await SpecApp.StartAsync();
        var opened = await app.OpenAsync();
        await using var node = await app.BesideAsync();
        var failing = cold ? node : app;
        fail(failing);

        var fault = await Record.ExceptionAsync(() => failing.RefreshAsync(opened.RefreshToken));

        Assert.True(fault is LogUnavailableException or KeyUnavailableException or CustodyException, $"{fault}");
        (app.Log.AfterAppend, app.Log.BeforeAppend, app.Log.OnRead) = (null, null, null);
        (app.Node.Custody.OnOpen, app.Node.Custody.OnSign) = (null, null);
        Assert.Equal(rotated ? 1 : 0, (await app.EventsAsync(opened.Family)).OfType<RefreshRotated>().Count());

        var again = await failing.NextAsync(opened.RefreshToken);
        var head = Assert.Single((await app.EventsAsync(opened.Family)).OfType<RefreshRotated>());
        Assert.Equal(head.Digest, SpecApp.DigestOf(again));
        await app.NextAsync(again);
    }
}
