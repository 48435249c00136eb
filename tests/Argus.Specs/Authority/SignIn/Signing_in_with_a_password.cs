using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Specs.Authority.SignIn;

/// <summary>Every failure is the same to who tries, in answer and in work; the log knows better.</summary>
public class Signing_in_with_a_password
{
    [Theory]
    [InlineData("alice")]
    [InlineData("ALICE")]
    public async Task lets_the_user_in_and_records_nothing(string username)
    {
        await using var acme = await SignIns.StartAsync();

        var (user, failure) = await acme.VerifyAsync(username, "correct horse");

        Assert.Null(failure);
        var person = await acme.Node.People.OpenAsync(acme.Node.Acme.Id, user!);
        Assert.Equal(("alice", ClaimValue.Of("Alice")), (person.Username.Value, person.Claims.Find("name")));
        Assert.Equal(user, acme.Node.Acme.Subject(user!.Subject));
        Assert.Empty(await acme.RefusedAsync());
    }

    [Theory]
    [InlineData("alice", "battery staple", "wrong_password")]
    [InlineData("alice", "Correct horse", "wrong_password")]
    [InlineData("alice", "", "wrong_password")]
    [InlineData("nobody", "correct horse", "unknown_user")]
    [InlineData(" no name ", "correct horse", "unknown_user")]
    [InlineData("", "", "unknown_user")]
    [InlineData("gone", "was here", "disabled")]
    [InlineData("gone", "wrong", "disabled")]
    [InlineData("external", "", "no_password")]
    public async Task turns_everybody_else_away_after_the_same_work_and_records_why(string username, string password, string why)
    {
        await using var acme = await SignIns.StartAsync();
        var subject = Username.TryParse(username, out var name) && acme.Node.Acme.User(name) is { Exists: true } known ? known.Subject : (SubjectId?)null;
        var (verified, hashed) = (acme.Node.SlowHash.Verified, acme.Node.SlowHash.Hashed);

        var (user, failure) = await acme.VerifyAsync(username, password);

        Assert.Equal((null, why), (user, failure));
        Assert.Equal((verified + 1, hashed), (acme.Node.SlowHash.Verified, acme.Node.SlowHash.Hashed));
        Assert.Equal([new Failure(why, SignIns.Home, subject, 1)], await acme.RefusedAsync());
    }

    [Fact]
    public async Task takes_the_same_work_for_a_password_that_nobody_can_have()
    {
        await using var acme = await SignIns.StartAsync();
        var verified = acme.Node.SlowHash.Verified;

        Assert.Equal("wrong_password", await acme.TryAsync("alice", new string('x', 100_000)));

        Assert.Equal(verified + 1, acme.Node.SlowHash.Verified);
    }

    [Fact]
    public async Task takes_the_work_anew_each_time_for_nothing_that_was_right_is_remembered()
    {
        await using var acme = await SignIns.StartAsync();
        var verified = acme.Node.SlowHash.Verified;

        for (var i = 0; i < 10; i++)
            Assert.Null(await acme.TryAsync("alice", "correct horse"));

        Assert.Equal(verified + 10, acme.Node.SlowHash.Verified);
    }

    [Fact]
    public async Task lets_nobody_in_who_was_disabled_or_removed_and_whoever_has_the_name_next_is_another()
    {
        await using var acme = await SignIns.StartAsync();
        var first = (await acme.VerifyAsync("alice", "correct horse")).User!;

        await acme.Node.Log.PutAsync("acme", SignIns.Stream("alice"), 2, new UserDisabled());
        await acme.Node.RefreshAsync();
        Assert.Equal("disabled", await acme.TryAsync("alice", "correct horse"));

        await acme.Node.Log.PutAsync("acme", SignIns.Stream("alice"), 3, new UserRemoved());
        await acme.Node.RefreshAsync();
        Assert.Equal("unknown_user", await acme.TryAsync("alice", "correct horse"));
        Assert.Null(acme.Node.Acme.Subject(first.Subject));
        Assert.DoesNotContain(acme.Node.Acme.Users, user => user.Subject == first.Subject);

        await acme.Node.ApplyAsync("""{"tenants":[{"tenant":"acme","users":[{"username":"alice","password":"another"}]}]}""");
        Assert.Equal("wrong_password", await acme.TryAsync("alice", "correct horse"));
        var second = (await acme.VerifyAsync("alice", "another")).User!;
        Assert.NotEqual(first.Subject, second.Subject);
        Assert.Equal(UserClaims.None, (await acme.Node.People.OpenAsync(acme.Node.Acme.Id, second)).Claims);
    }

    [Fact]
    public async Task lets_nobody_in_at_another_tenant()
    {
        await using var acme = await SignIns.StartAsync();
        await acme.Node.ApplyAsync("""{"tenants":[{"tenant":"other","users":[{"username":"carol","password":"of other"}]}]}""");

        Assert.Equal("unknown_user", await acme.TryAsync("carol", "of other"));
    }

    [Fact]
    public async Task counts_failures_of_a_kind_together()
    {
        await using var acme = await SignIns.StartAsync();
        var alice = (await acme.VerifyAsync("alice", "correct horse")).User!.Subject;

        await acme.FailAsync("alice", 3);
        await acme.FailAsync("nobody", 2);
        await acme.FailAsync("nobody at all", 2);

        Assert.Equal(
            [new Failure("wrong_password", SignIns.Home, alice, 3), new Failure("unknown_user", SignIns.Home, null, 4)],
            await acme.RefusedAsync());
    }

    [Fact]
    public async Task gives_no_answer_that_could_not_be_recorded()
    {
        await using var acme = await SignIns.StartAsync();
        acme.Node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        for (var i = 0; i < 400_000; i++)
            await acme.Node.Recorder.VerifiedAsync(Domain.Samples.Acme, new(), Domain.Samples.Orders, "active", $"{i}");

        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => acme.VerifyAsync("alice", "wrong"));
        Assert.Null(await acme.TryAsync("alice", "correct horse"));
    }
}
