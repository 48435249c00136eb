using System.Security.Cryptography;
using System.Threading.Channels;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.Benchmarks.Replaying;

/// <summary>A log of some length to replay: issuances as a busy tenant's log holds them, appended through the log's own port.</summary>
internal static class ReplayedLog
{
    public const string Tenant = "replayed";
    private const int TokensAnAppend = 200;
    private const int AppendsAtOnce = 16;
    private const int PageSize = 1_000;
    private const int PagesAhead = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Appends at least so many events to a tenant's log.</summary>
    public static async Task FillAsync(string connection, string tenant, int events, CancellationToken stop)
    {
        await using var database = await ArgusDatabase.OpenAsync(connection, null, Patience, stop);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        var appends = (events + TokensAnAppend - 1) / TokensAnAppend;
        await Parallel.ForAsync(0, appends, new ParallelOptions { MaxDegreeOfParallelism = AppendsAtOnce, CancellationToken = stop },
            async (_, cancelled) => await log.AppendAsync(new Append(tenant, [.. Enumerable.Range(0, TokensAnAppend).Select(_ => Issuance())]), cancelled));
    }

    public static async Task<Fold> FoldAsync(string connection, CancellationToken stop)
    {
        await using var database = await ArgusDatabase.OpenAsync(connection, null, Patience, stop);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        var pages = Channel.CreateBounded<LogEntry[]>(PagesAhead);
        var reading = ReadAsync(log, pages.Writer, stop);
        var fold = new Fold();
        await foreach (var page in pages.Reader.ReadAllAsync(stop)) fold.Add(page);
        await reading;
        return fold;
    }

    /// <summary>Reads ahead, so that the database and the fold work at the same time.</summary>
    private static async Task ReadAsync(PostgresEventLog log, ChannelWriter<LogEntry[]> pages, CancellationToken stop)
    {
        try
        {
            await foreach (var page in log.ReadAsync(Tenant, 0, stop).Chunk(PageSize).WithCancellation(stop)) await pages.WriteAsync(page, stop);
        }
        finally
        {
            pages.Complete();
        }
    }

    private static StreamAppend Issuance()
    {
        var now = TimeProvider.System.GetUtcNow();
        var issuedAt = now.ToUnixTimeSeconds();
        var token = new TokenIssued(null, NameSet.Of("https://api.bench.example"), Id<ClientId>("client1"), null, RandomThumbprint(), issuedAt + 3600, issuedAt,
            Jti.From(Guid.CreateVersion7(now)), Id<Kid>(RandomThumbprint()), null, null, "bench.read", "client:client1");
        var encoded = EventCodec.Encode(token, new Origin("client:client1", RandomThumbprint()[..22], "127.0.0.1"));
        return new StreamAppend(TokenState.StreamOf(token.Jti), 0, [new NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing)]);
    }

    private static string RandomThumbprint() =>
        System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    private static TId Id<TId>(string text)
        where TId : struct, ITextId<TId> =>
        TId.TryParse(text, out var id) ? id : throw new FormatException(text);
}
