using System.Diagnostics;
using System.Text;
using Argus.Domain.Keys;
using Argus.Domain.Projections;
using Argus.Domain.Replays;
using Argus.Jose;
using Argus.Log.Exports;
using Argus.Log.Tiles;

namespace Argus.Cli.Audit.Replaying;

/// <summary>Folds the domain from an export's entries, and compares what was claimed of its projections with what they are.</summary>
/// <param name="export">Whose log.</param>
/// <param name="claims">What nodes said they had made of it.</param>
internal sealed class ExportReplay(OpenedExport export, IReadOnlyList<ProjectionClaim> claims)
{
    private readonly List<ComparedProjection> _compared = [];
    private readonly Queue<long> _positions = new(claims.Select(claim => claim.Position).Distinct().Order());

    /// <param name="progress">Is told of the share of the entries that were folded, bundle by bundle.</param>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public async Task<ReplayReport> RunAsync(IProgress<double>? progress, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var replay = new LogReplay(export.Manifest.Tenant);
        var size = export.Manifest.Size;
        CompareUpTo(replay, -1);
        try
        {
            await foreach (var bundle in export.Entries.ReadAsync(cancellation).ConfigureAwait(false))
            {
                Fold(replay, bundle.Span);
                progress?.Report((double)replay.Entries / size);
                if (replay.IsStuck)
                    break;
            }

            if (!replay.IsStuck && replay.Entries != size)
                replay.Findings.Add(FindingName.Truncated, replay.Entries, $"there are {replay.Entries} entries, and the export says {size}");
        }
        catch (InvalidDataException e)
        {
            replay.Findings.Add(FindingName.Truncated, replay.Entries, e.Message);
        }

        foreach (var claim in claims.Where(claim => _compared.TrueForAll(compared => compared.Claim != claim)))
            _compared.Add(new ComparedProjection(claim, null));
        foreach (var differing in _compared.Where(compared => compared.Result == ComparedProjection.Differs))
        {
            replay.Findings.Add(new Finding(FindingName.ProjectionDiffers, differing.Claim.Position, $"{differing.Claim.Name}, as the {differing.Claim.Source} has it")
            {
                Expected = differing.Expected, Found = differing.Claim.Digest,
            });
        }

        return new ReplayReport(replay, export.Manifest, [.. _compared.OrderBy(compared => compared.Claim.Name, StringComparer.Ordinal)], Stopwatch.GetElapsedTime(started));
    }

    private void Fold(LogReplay replay, ReadOnlySpan<byte> rest)
    {
        while (EntryBundle.TryRead(ref rest, out var entry))
        {
            var position = replay.Entries;
            replay.Add(entry);
            if (_positions.TryPeek(out var next) && next <= position)
                CompareUpTo(replay, position);
        }
    }

    private void CompareUpTo(LogReplay replay, long position)
    {
        if (!_positions.TryPeek(out var first) || first > position || replay.IsStuck)
            return;
        var digests = ProjectionDigests.Of(replay.Projections.State(Jwks) with { Time = replay.Time }).ToDictionary(digest => digest.Name, digest => digest.Digest, StringComparer.Ordinal);
        digests[ProjectionName.Labels] = replay.Projections.Labels;
        while (_positions.TryPeek(out var next) && next <= position)
        {
            _positions.Dequeue();
            _compared.AddRange(claims.Where(claim => claim.Position == next).Select(claim => new ComparedProjection(claim, digests.GetValueOrDefault(claim.Name, ""))));
        }
    }

    /// <summary>The JWKS as the node would show it (RFC 7517 §5); nothing for a modulus that is not the key's, which no node shows.</summary>
    private static ReadOnlyMemory<byte> Jwks(KeyRingState ring)
    {
        var published = ring.Keys.Where(key => key.Published).Select(Jwk).ToArray();
        return published.Length == 0 || published.Contains(null) ? default : JwkSet.Write(published!);
    }

    private static RsaPublicJwk? Jwk(SigningKeyState key) =>
        RsaPublicJwk.TryParse(Encoding.ASCII.GetBytes($$"""{"kty":"RSA","n":"{{key.N}}","e":"AQAB"}"""), out var jwk, out _) && jwk.Kid == key.Kid.Value ? jwk : null;
}

/// <summary>What somebody said a projection was.</summary>
/// <param name="Source">Who: the export's manifest, or a node.</param>
/// <param name="Name">Which projection.</param>
/// <param name="Position">The last entry in it.</param>
/// <param name="Digest">Its digest.</param>
internal sealed record ProjectionClaim(string Source, string Name, long Position, string Digest);

/// <summary>A claim beside the truth.</summary>
/// <param name="Claim">What was said.</param>
/// <param name="Expected">What follows from the log; empty for a projection that this program does not know, null where the log at hand does not reach so far.</param>
internal sealed record ComparedProjection(ProjectionClaim Claim, string? Expected)
{
    public const string Same = "same";
    public const string Differs = "differs";
    public const string Unknown = "unknown";
    public const string Beyond = "beyond";

    public string Result => Expected switch
    {
        null => Beyond,
        "" => Unknown,
        _ => Expected == Claim.Digest ? Same : Differs,
    };
}
