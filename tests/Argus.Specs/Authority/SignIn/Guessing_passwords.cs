namespace Argus.Specs.Authority.SignIn;

public class Guessing_passwords
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")] // No tell: who does not exist is protected alike.
    [InlineData("gone")]
    [InlineData("external")]
    [InlineData(" no name ")]
    public async Task five_times_makes_the_source_wait_without_any_work(string username)
    {
        await using var acme = await SignIns.StartAsync();
        await acme.FailAsync(username, 5);
        var verified = acme.Node.SlowHash.Verified;

        Assert.Equal("throttled", await acme.TryAsync(username, "wrong"));
        Assert.Equal("throttled", await acme.TryAsync(username, "correct horse"));

        Assert.Equal(verified, acme.Node.SlowHash.Verified);
        Assert.Contains(await acme.RefusedAsync(), refused => refused is { Reason: "throttled", Times: 2 });
    }

    [Fact]
    public async Task takes_longer_after_each_failure_up_to_a_quarter_of_an_hour()
    {
        await using var acme = await SignIns.StartAsync();
        await acme.FailAsync("alice", 4);
        int[] waits = [30, 60, 120, 240, 480, 900, 900, 900];
        foreach (var seconds in waits)
        {
            await acme.FailAsync("alice", 1);
            acme.Node.Clock.Advance(TimeSpan.FromSeconds(seconds) - Instant);
            Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse"));
            acme.Node.Clock.Advance(Instant);
        }

        // The tries while waiting cost nothing, and did not make it longer.
        Assert.Null(await acme.TryAsync("alice", "correct horse"));
    }

    [Fact]
    public async Task is_forgiven_by_the_right_one()
    {
        await using var acme = await SignIns.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await acme.FailAsync("alice", 4);
            Assert.Null(await acme.TryAsync("alice", "correct horse"));
        }

        await acme.FailAsync("alice", 5);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse"));
    }

    [Fact]
    public async Task is_forgotten_after_an_hour()
    {
        await using var acme = await SignIns.StartAsync();
        await acme.FailAsync("alice", 4);
        acme.Node.Clock.Advance(TimeSpan.FromHours(1) - Instant);
        await acme.FailAsync("alice", 1);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse"));

        acme.Node.Clock.Advance(TimeSpan.FromHours(1));
        await acme.FailAsync("alice", 4);
        Assert.Null(await acme.TryAsync("alice", "correct horse"));
    }

    [Fact]
    public async Task of_one_user_keeps_nobody_from_another_nor_the_user_from_elsewhere()
    {
        await using var acme = await SignIns.StartAsync();
        await acme.FailAsync("alice", 5);

        Assert.Null(await acme.TryAsync("bob", "battery staple"));
        Assert.Null(await acme.TryAsync("alice", "correct horse", SignIns.Elsewhere));
        Assert.Null(await acme.TryAsync("alice", "correct horse", source: null));
        Assert.Equal("throttled", await acme.TryAsync("ALICE", "correct horse"));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)] // One network, one source.
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.9", "::ffff:192.0.2.9", true)]
    [InlineData("192.0.2.9", "192.0.2.8", false)]
    public async Task counts_for_the_network_that_somebody_has(string one, string other, bool isSame)
    {
        await using var acme = await SignIns.StartAsync();
        await acme.FailAsync("alice", 5, one);

        Assert.Equal(isSame ? "throttled" : null, await acme.TryAsync("alice", "correct horse", other));
    }

    [Fact]
    public async Task from_everywhere_slows_down_all_but_the_sources_that_the_user_signed_in_from()
    {
        await using var acme = await SignIns.StartAsync();
        Assert.Null(await acme.TryAsync("alice", "correct horse"));
        await GuessFromEverywhereAsync(acme, "alice", 50);

        // Who is known there tries as before; a stranger waits between tries.
        await acme.FailAsync("alice", 4);
        Assert.Null(await acme.TryAsync("alice", "correct horse"));
        await acme.FailAsync("alice", 1, SignIns.Elsewhere);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse", SignIns.Elsewhere));
        acme.Node.Clock.Advance(TimeSpan.FromSeconds(30) - Instant);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse", SignIns.Elsewhere));
        acme.Node.Clock.Advance(Instant);
        await acme.FailAsync("alice", 1, SignIns.Elsewhere);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse", SignIns.Elsewhere));

        // Of no concern to others.
        await acme.FailAsync("bob", 4, SignIns.Elsewhere);
        Assert.Null(await acme.TryAsync("bob", "battery staple", SignIns.Elsewhere));
    }

    [Fact]
    public async Task from_everywhere_is_over_when_fewer_than_fifty_fell_into_a_quarter_of_an_hour()
    {
        await using var acme = await SignIns.StartAsync();
        await GuessFromEverywhereAsync(acme, "alice", 49);
        await acme.FailAsync("alice", 1, SignIns.Elsewhere);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse", SignIns.Elsewhere));

        acme.Node.Clock.Advance(TimeSpan.FromMinutes(15));
        await acme.FailAsync("alice", 2, SignIns.Elsewhere);
        Assert.Null(await acme.TryAsync("alice", "correct horse", SignIns.Elsewhere));
    }

    [Fact]
    public async Task from_everywhere_makes_a_stranger_of_who_did_not_sign_in_for_a_day()
    {
        await using var acme = await SignIns.StartAsync();
        Assert.Null(await acme.TryAsync("alice", "correct horse"));
        acme.Node.Clock.Advance(TimeSpan.FromDays(1));
        await GuessFromEverywhereAsync(acme, "alice", 50);

        await acme.FailAsync("alice", 1);
        Assert.Equal("throttled", await acme.TryAsync("alice", "correct horse"));
    }

    private static async Task GuessFromEverywhereAsync(SignIns acme, string username, int times)
    {
        for (var i = 0; i < times; i++)
            await acme.FailAsync(username, 1, $"203.0.113.{i}");
    }
}
