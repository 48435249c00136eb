using Argus.Authority.Clients;
using Argus.Authority.SignIn;
using Argus.Log;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority.SignIn;

/// <summary>The slow hash is worked out one at a time; sources take turns.</summary>
public class Many_sign_ins_at_once
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task from_one_source_at_many_accounts_make_another_source_wait_for_one_of_them_only()
    {
        await using var acme = await SignIns.StartAsync();
        using var held = new HeldSlowHash(acme.Node.SlowHash);
        var signIn = new PasswordSignIn(acme.Node.People, new Passwords(held), new SignInThrottle(acme.Node.Clock), acme.Node.Recorder, NullLogger<PasswordSignIn>.Instance);
        var guesses = Enumerable.Range(0, 200).Select(i => TryAsync($"user {i}", "guess", SignIns.Elsewhere)).ToArray();

        // One is being checked, 64 wait, and the others are told at once that nobody knows.
        Assert.Equal(200 - 65, guesses.Count(guess => guess.IsFaulted));
        await Assert.ThrowsAsync<LogUnavailableException>(() => guesses[^1]);

        var right = TryAsync("alice", "correct horse", SignIns.Home);
        held.LetGo(3);
        Assert.Null((await right.WaitAsync(Bound, TestContext.Current.CancellationToken)).Failure);

        held.LetGo(200);
        await Task.WhenAll(guesses.Where(guess => !guess.IsFaulted)).WaitAsync(Bound, TestContext.Current.CancellationToken);

        Task<SignInResult> TryAsync(string username, string password, string source) =>
            signIn.VerifyAsync(acme.Node.Acme, username, password, source, SpecNode.Origin).AsTask();
    }

    [Fact]
    public async Task at_one_account_tell_no_more_than_one_after_the_other()
    {
        await using var acme = await SignIns.StartAsync();
        using var held = new HeldSlowHash(acme.Node.SlowHash);
        var signIn = new PasswordSignIn(acme.Node.People, new Passwords(held), new SignInThrottle(acme.Node.Clock), acme.Node.Recorder, NullLogger<PasswordSignIn>.Instance);
        var verified = acme.Node.SlowHash.Verified;

        // One is being checked, eight wait; when they came, none had failed yet.
        var guesses = Enumerable.Range(0, 9).Select(i => signIn.VerifyAsync(acme.Node.Acme, "alice", $"guess {i}", SignIns.Home, SpecNode.Origin).AsTask()).ToArray();
        held.LetGo(9);

        var failures = (await Task.WhenAll(guesses).WaitAsync(Bound, TestContext.Current.CancellationToken)).Select(result => result.Failure);
        Assert.Equal([.. Enumerable.Repeat("wrong_password", 5), .. Enumerable.Repeat("throttled", 4)], failures);
        Assert.Equal(verified + 5, acme.Node.SlowHash.Verified);
    }

    [Fact]
    public async Task of_who_is_disabled_meanwhile_fail()
    {
        await using var acme = await SignIns.StartAsync();
        using var held = new HeldSlowHash(acme.Node.SlowHash);
        var signIn = new PasswordSignIn(acme.Node.People, new Passwords(held), new SignInThrottle(acme.Node.Clock), acme.Node.Recorder, NullLogger<PasswordSignIn>.Instance);
        var first = signIn.VerifyAsync(acme.Node.Acme, "bob", "guess", SignIns.Home, SpecNode.Origin).AsTask();
        var waiting = signIn.VerifyAsync(acme.Node.Acme, "alice", "correct horse", SignIns.Home, SpecNode.Origin).AsTask();

        await acme.Node.Log.PutAsync("acme", SignIns.Stream("alice"), 2, new Argus.Domain.Users.UserDisabled());
        await acme.Node.RefreshAsync();
        held.LetGo(2);

        Assert.Equal("wrong_password", (await first.WaitAsync(Bound, TestContext.Current.CancellationToken)).Failure);
        Assert.Equal("disabled", (await waiting.WaitAsync(Bound, TestContext.Current.CancellationToken)).Failure);
    }

    /// <summary>Verifies only as often as it is let.</summary>
    private sealed class HeldSlowHash(SpecSlowHash hash) : ISlowHash, IDisposable
    {
        private readonly SemaphoreSlim _let = new(0);

        public void LetGo(int times) => _let.Release(times);

        public string Hash(string secret) => hash.Hash(secret);

        public bool Verify(string kept, string secret)
        {
            _let.Wait();
            return hash.Verify(kept, secret);
        }

        public void Dispose() => _let.Dispose();
    }
}
