using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Domain.Keys;
using Argus.Log;

namespace Argus.Specs.Authority;

/// <summary>With the custody that keeps real keys in a real file; only the log and the store are in memory.</summary>
public sealed class A_first_key : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("argus-first-key-").FullName;
    private readonly ManualClock _clock = new();
    private readonly SpecLog _log;
    private readonly SpecCustody _store = new();

    public A_first_key() => _log = new SpecLog(_clock);

    private string KeyFile => Path.Combine(_directory, "custody.key");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task is_generated_published_and_active_at_once()
    {
        var feed = await FirstKey().EnsureAsync(Domain.Samples.Acme, 2048, SpecNode.Origin);

        var kid = Assert.Single(_store.Kept).Item2;
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var events = await _log.Events();
        var generated = Assert.IsType<KeyGenerated>(events[0].Event);
        Assert.Equal(
            [new KeyGenerated(now, 2048, "file", kid, generated.N), new KeyPublished(now, now, kid), new KeyActivated(now, kid)],
            events.Select(recorded => recorded.Event));
        Assert.Equal(3, feed);
        Assert.Equal(Argus.Jose.RsaPublicJwk.FromRsa(await PrivateHalf()).N, generated.N);
    }

    [Fact]
    public async Task is_one_however_many_nodes_make_it_at_once_and_the_losers_private_halves_are_gone()
    {
        const int Nodes = 6;
        var ready = new TaskCompletionSource();
        var waiting = 0;
        _log.BeforeAppend = _ =>
        {
            if (Interlocked.Increment(ref waiting) == Nodes)
                ready.SetResult();
            return ready.Task;
        };

        var feeds = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => Task.Run(
            () => FirstKey().EnsureAsync(Domain.Samples.Acme, 2048, SpecNode.Origin).AsTask())));

        Assert.Equal(Nodes, waiting);
        Assert.Single(feeds, feed => feed is not null);
        Assert.Equal(["keys/0", "keys/1", "keys/2"], (await _log.Events()).Select(recorded => $"{recorded.Stream}/{recorded.StreamVersion}"));
        Assert.Equal(((KeyActivated)(await _log.Events())[2].Event).Kid, Assert.Single(_store.Kept).Item2);
    }

    [Fact]
    public async Task is_not_made_again()
    {
        await FirstKey().EnsureAsync(Domain.Samples.Acme, 2048, SpecNode.Origin);
        var kept = _store.Kept.Single();

        Assert.Null(await FirstKey().EnsureAsync(Domain.Samples.Acme, 2048, SpecNode.Origin));

        Assert.Equal(3, (await _log.Events()).Count);
        Assert.Equal(kept, Assert.Single(_store.Kept));
    }

    [Fact]
    public async Task is_kept_when_nobody_knows_whether_the_log_has_it()
    {
        _log.AfterAppend = _ => throw SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(() => FirstKey().EnsureAsync(Domain.Samples.Acme, 2048, SpecNode.Origin).AsTask());

        Assert.Equal(((KeyActivated)(await _log.Events())[2].Event).Kid, Assert.Single(_store.Kept).Item2);
    }

    [Fact]
    public async Task leaves_nothing_of_its_private_half_in_the_log()
    {
        await FirstKey().EnsureAsync(Domain.Samples.Acme, 2048, SpecNode.Origin);
        using var key = await PrivateHalf();
        var half = key.ExportParameters(includePrivateParameters: true);
        byte[][] secrets = [half.D!, half.P!, half.Q!, half.DP!, half.DQ!, half.InverseQ!, key.ExportPkcs8PrivateKey(), key.ExportRSAPrivateKey()];

        var entries = new List<byte>();
        await foreach (var entry in _log.ReadAsync("acme", 0, Cancellation))
            entries.AddRange(entry.Bytes.Span);

        // The public half is there: what is looked for would be found.
        Assert.Contains(Forms(half.Modulus!), form => Holds(entries, form));
        Assert.All(secrets.SelectMany(Forms), form => Assert.False(Holds(entries, form)));
        Assert.All(secrets.SelectMany(Forms), form => Assert.False(Holds([.. _store.HandleOf(_store.Kept.Single()).ToArray()], form)));
    }

    private FirstKey FirstKey() => new(new KeyIntake(new Aggregates(_log, new SpecKeys(new(), _clock).Writer), new KeyCustodies(FileKeyCustody.Open(KeyFile, mayCreate: true)), _store), _clock);

    private async Task<RSA> PrivateHalf()
    {
        var (tenant, kid) = _store.Kept.Single();
        var kek = new KeyEncryptionKey(Convert.FromBase64String((await File.ReadAllTextAsync(KeyFile, Cancellation)).Trim()));
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(kek.Unwrap(_store.HandleOf((tenant, kid)).Span, $"{tenant}/{kid}"), out _);
        return rsa;
    }

    /// <summary>Raw, and in every text that keys are written in; a part of the end suffices, where the containers of a whole key have nothing public.</summary>
    private static IEnumerable<byte[]> Forms(byte[] secret)
    {
        yield return secret[^64..^32];
        yield return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(secret)[^80..^40]);
        yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(secret)[^80..^40]);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(secret)[^128..^64]);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)[^128..^64]);
    }

    private static bool Holds(List<byte> bytes, byte[] form) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf(form) >= 0;
}
