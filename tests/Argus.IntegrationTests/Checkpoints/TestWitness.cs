using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Argus.IntegrationTests.Http.Driving;
using Argus.Contract;
using Argus.Log.Checkpoints;
using Argus.Log.Merkle;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Checkpoints;

/// <summary>A small witness (C2SP tlog-witness) with a memory of its own: it cosigns only what follows from what it cosigned before. It can also be away, or lie.</summary>
internal sealed class TestWitness : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Size, byte[] Root)> _seen = [];
    private readonly WitnessSigner _signer = new("witness.example/w1", RandomNumberGenerator.GetBytes(32));

    private TestWitness(string url)
    {
        Url = url;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add(url);
        _app.MapPost("/w/add-checkpoint", AddAsync);
    }

    public string Url { get; }

    public string Prefix => $"{Url}/w";

    public WitnessKey Key => _signer.Key;

    /// <summary>The keys of the logs that it knows.</summary>
    public Func<Task<LogKeyHistory>>? Logs { get; set; }

    /// <summary>Whether it answers anything at all.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether it signs something else than it was shown.</summary>
    public bool Lies { get; set; }

    public int Asked { get; private set; }

    public static async Task<TestWitness> StartAsync()
    {
        var witness = new TestWitness($"http://127.0.0.1:{Ports.Free()}");
        await witness._app.StartAsync();
        return witness;
    }

    public string[] Settings => ["--Argus:Witnesses:0:Url", Prefix, "--Argus:Witnesses:0:Key", Key.ToString()];

    public long SeenOf(string origin)
    {
        lock (_gate)
            return _seen.TryGetValue(origin, out var seen) ? seen.Size : 0;
    }

    /// <summary>As if it had seen another log under that name.</summary>
    public void Remember(string origin, long size, byte[] root)
    {
        lock (_gate)
            _seen[origin] = (size, root);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> AddAsync(HttpRequest request)
    {
        Asked++;
        if (IsAway)
            return Results.StatusCode(503);
        var body = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync();
        var split = body.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = body[..split].Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || !SignedNote.TryParse(Encoding.UTF8.GetBytes(body[(split + 2)..]), out var note) || !Checkpoint.TryParse(note.Text, out var shown))
            return Results.StatusCode(400);
        var keys = await Logs!();
        if (keys.Origin != shown.Origin)
            return Results.StatusCode(404);
        if (!keys.KeysAt(shown.Size).Any(key => note.Signatures.Any(signature => key.Verify(note.Text, signature))))
            return Results.StatusCode(403);
        return Judge(long.Parse(lines[0][4..], CultureInfo.InvariantCulture), [.. lines[1..].Select(Convert.FromBase64String)], shown, note.Text);
    }

    private IResult Judge(long old, byte[][] proof, Checkpoint shown, string text)
    {
        lock (_gate)
        {
            var (size, root) = _seen.GetValueOrDefault(shown.Origin, (0, MerkleHash.EmptyRoot()));
            if (old > shown.Size)
                return Results.StatusCode(400);
            if (old != size)
                return Results.Text($"{size.ToString(CultureInfo.InvariantCulture)}\n", "text/x.tlog.size", statusCode: 409);
            if (!MerkleProof.VerifyConsistency(size, root, shown.Size, shown.RootHash.Span, proof))
                return Results.StatusCode(size == shown.Size ? 409 : 422);
            _seen[shown.Origin] = (shown.Size, shown.RootHash.ToArray());
            var signed = Lies ? text.Replace(shown.Origin, "elsewhere.example", StringComparison.Ordinal) : text;
            return Results.Text($"{_signer.Cosign(signed, TimeProvider.System.GetUtcNow())}\n");
        }
    }
}
