using Argus.Authority.Clients;
using Argus.Domain.Clients;
using Argus.Log;

namespace Argus.Specs.Authority;

public class Client_secrets
{
    private readonly SpecSlowHash _slow = new();

    private ClientSecrets Secrets => field ??= new ClientSecrets(_slow, TimeProvider.System);

    [Theory]
    [InlineData("q3Xv1mZr9TgYkU0pWb7cSdE5fHjKlAoP2iN4uM6xQwR", "sha-256")] // 43 characters of base64url: 256 bits.
    [InlineData("q3Xv1mZr9TgYkU0pWb7cSdE5fHjKlAoP2iN4uM6xQw", "identity-v3")] // 42.
    [InlineData("q3Xv1mZr9TgYkU0pWb7c+dE5fHjKlAoP2iN4uM6x/wR=", "sha-256")]
    [InlineData("0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef", "sha-256")] // 64 hexadecimal digits.
    [InlineData("0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcde", "identity-v3")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "identity-v3")]
    [InlineData("abababababababababababababababababababababababababababababababababab", "identity-v3")]
    [InlineData("the quick brown fox jumps over the lazy dog 0123456789", "identity-v3")]
    [InlineData("hunter2", "identity-v3")]
    [InlineData("x", "identity-v3")]
    public async Task are_hashed_slowly_unless_a_machine_made_them(string secret, string scheme)
    {
        var kept = Secrets.Hash(secret);

        Assert.Equal(scheme, kept.Scheme);
        Assert.DoesNotContain(secret, kept.Hash, StringComparison.Ordinal);
        Assert.True(await Secrets.VerifyAsync(kept, secret));
        foreach (var wrong in new[] { "", secret + " ", " " + secret, secret[..^1], secret + secret, secret + "\0", "é", kept.Hash })
            Assert.False(await Secrets.VerifyAsync(kept, wrong));
    }

    [Fact]
    public async Task made_here_need_no_slow_hash()
    {
        var secret = ClientSecrets.Generate();

        Assert.Equal((43, ClientSecret.Sha256), (secret.Length, Secrets.Hash(secret).Scheme));
        Assert.True(await Secrets.VerifyAsync(Secrets.Hash(secret), secret));
        Assert.NotEqual(secret, ClientSecrets.Generate());
        Assert.Equal(0, _slow.Verified);
    }

    [Fact]
    public async Task that_are_missing_or_of_an_unknown_kind_are_never_right()
    {
        Assert.False(await Secrets.VerifyAsync(null, ""));
        Assert.False(await Secrets.VerifyAsync(null, "anything"));
        Assert.False(await Secrets.VerifyAsync(new ClientSecret("anything", "plain"), "anything"));
        Assert.False(await Secrets.VerifyAsync(new ClientSecret("", ClientSecret.Sha256), ""));
        Assert.False(await Secrets.VerifyAsync(new ClientSecret("!!", ClientSecret.Sha256), "!!"));
        Assert.False(await Secrets.VerifyAsync(new ClientSecret("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ClientSecret.Sha256), "x"));
    }

    [Fact]
    public async Task found_right_once_are_remembered_and_let_no_other_in()
    {
        var kept = Secrets.Hash("hunter2");
        for (var i = 0; i < 5; i++)
            Assert.True(await Secrets.VerifyAsync(kept, "hunter2"));
        Assert.Equal(1, _slow.Verified);

        // Each wrong one is told by the slow hash, and does not spoil what is remembered.
        Assert.False(await Secrets.VerifyAsync(kept, "hunter3"));
        Assert.False(await Secrets.VerifyAsync(kept, "hunter3"));
        Assert.Equal(3, _slow.Verified);
        Assert.True(await Secrets.VerifyAsync(kept, "hunter2"));
        Assert.Equal(3, _slow.Verified);
    }

    [Fact]
    public async Task that_many_present_at_once_cost_one_slow_hash()
    {
        var kept = Secrets.Hash("hunter2");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Secrets.VerifyAsync(kept, "hunter2").AsTask()))), Assert.True);

        Assert.Equal(1, _slow.Verified);
    }

    [Fact]
    public async Task that_were_replaced_are_right_no_more()
    {
        Assert.True(await Secrets.VerifyAsync(Secrets.Hash("hunter2"), "hunter2"));

        Assert.False(await Secrets.VerifyAsync(Secrets.Hash("hunter3"), "hunter2"));
        Assert.True(await Secrets.VerifyAsync(Secrets.Hash("hunter3"), "hunter3"));
    }

    [Fact]
    public async Task of_one_client_may_be_guessed_at_without_making_another_wait_or_growing_a_queue()
    {
        using var held = new HeldSlowHash();
        var secrets = new ClientSecrets(held, TimeProvider.System);
        var (attacked, other) = (secrets.Hash("hunter2"), secrets.Hash("swordfish"));
        var guesses = Enumerable.Range(0, 200).Select(i => secrets.VerifyAsync(attacked, $"guess {i}", $"192.0.2.{i % 100}").AsTask()).ToArray();

        // One is being checked, 32 wait, and the others are told at once that nobody knows.
        Assert.Equal(200 - 33, guesses.Count(guess => guess.IsFaulted));
        await Assert.ThrowsAsync<LogUnavailableException>(() => guesses[^1]);

        var right = secrets.VerifyAsync(other, "swordfish").AsTask();
        Assert.False(right.IsCompleted);
        held.LetGo(3);
        Assert.True(await right.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        held.LetGo(200);
        var told = await Task.WhenAll(guesses.Where(guess => !guess.IsFaulted)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(33, told.Length);
        Assert.DoesNotContain(true, told);
        Assert.True(await secrets.VerifyAsync(attacked, "hunter2"));
    }

    [Fact]
    public async Task may_be_guessed_at_from_one_address_without_keeping_others_of_the_same_client_out()
    {
        using var held = new HeldSlowHash();
        var secrets = new ClientSecrets(held, TimeProvider.System);
        var kept = secrets.Hash("hunter2");
        var guesses = Enumerable.Range(0, 200).Select(i => secrets.VerifyAsync(kept, $"guess {i}", "192.0.2.1").AsTask()).ToArray();
        Assert.Equal(200 - 9, guesses.Count(guess => guess.IsFaulted));

        var right = secrets.VerifyAsync(kept, "hunter2", "192.0.2.2").AsTask();
        held.LetGo(10);

        Assert.True(await right.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    /// <summary>Verifies only as often as it is let.</summary>
    private sealed class HeldSlowHash : ISlowHash, IDisposable
    {
        private readonly SpecSlowHash _hash = new();
        private readonly SemaphoreSlim _let = new(0);

        public void LetGo(int times) => _let.Release(times);

        public string Hash(string secret) => _hash.Hash(secret);

        public bool Verify(string hash, string secret)
        {
            _let.Wait();
            return _hash.Verify(hash, secret);
        }

        public void Dispose() => _let.Dispose();
    }
}
