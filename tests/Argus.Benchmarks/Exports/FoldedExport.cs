using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Contract;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.Replays;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Log;
using Argus.Log.Exports;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Benchmarks.Exports;

/// <summary>An export of a log that makes sense: a tenant, a client, a key, and tokens, a thousand a second, all of which are alive at one time where there are fewer than some millions.</summary>
internal static class FoldedExport
{
    private const string Tenant = "folded";
    private const int TokensASecond = 1_000;

    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClientId Client = Id<ClientId>("client1");
    private static readonly Kid Kid = Id<Kid>("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

    public static void Write(string directory, int entries)
    {
        using var keys = new TestLogKeys("auth.bench.example/t/folded");
        keys.Activate(0, Begin);
        var growth = new LogGrowth(Tenant, new Frontier(), DateTimeOffset.MinValue);
        var writer = new ExportWriter(directory, Tenant, keys);
        growth.Advance(Begin);
        var at = Begin.ToUnixTimeSeconds();
        var resource = "https://api.bench.example";
        Add("tenant", 0, new TenantCreated("Folded", HostNames.None, new TenantPolicy(), Id<TenantId>(Tenant)));
        Add($"resource:{resource}", 0, new ResourceRegistered(Id<ResourceId>(resource), NameSet.Of("bench.read")));
        Add("client:client1", 0, new ClientRegistered(Client, new ClientSettings { GrantTypes = NameSet.Of("client_credentials"), Resources = NameSet.Of(resource), Scope = NameSet.Of("bench.read") }));
        Add("keys", 0, new KeyGenerated(at, 2048, "file", Kid, "n"));
        Add("keys", 1, new KeyPublished(at, at, Kid));
        Add("keys", 2, new KeyActivated(at, Kid));
        for (var number = 0; number < entries - 6; number++)
        {
            var now = Begin.AddTicks(number * (TimeSpan.TicksPerSecond / TokensASecond));
            growth.Advance(now);
            var token = Token(now, number, resource);
            Add(TokenState.StreamOf(token.Jti), 0, token);
        }

        writer.Finish();

        void Add(string stream, long version, IDomainEvent @event)
        {
            var encoded = EventCodec.Encode(@event, new Origin("client:client1", $"{growth.Size:x22}"));
            writer.Add(growth.Add(new NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing), stream, version, null).Bytes);
        }
    }

    /// <summary>Folds it, and says how many entries it has; none of them may be impossible.</summary>
    public static async Task<long> ReplayAsync(string directory)
    {
        var export = new ExportDirectory(directory);
        export.ReadDocument(ExportDirectory.ManifestFile, ExportManifest.MaxBytes, out var bytes);
        if (!ExportManifest.TryParse(bytes, out var manifest, out var fault))
            throw new InvalidDataException(fault);
        using var replay = new LogReplay(manifest.Tenant);
        await foreach (var bundle in new ExportEntries(export, manifest.Size).ReadAsync(CancellationToken.None))
            Fold(replay, bundle.Span);
        return replay.Findings.Count == 0 ? replay.Entries : throw new InvalidDataException(replay.Findings.Listed[0].ToString());
    }

    private static void Fold(LogReplay replay, ReadOnlySpan<byte> bundle)
    {
        while (EntryBundle.TryRead(ref bundle, out var entry))
            replay.Add(entry);
    }

    private static TokenIssued Token(DateTimeOffset now, int number, string resource)
    {
        Span<byte> seed = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(seed, number);
        var issuedAt = now.ToUnixTimeSeconds();
        return new TokenIssued(
            null, NameSet.Of(resource), Client, null, Base64Url.EncodeToString(SHA256.HashData(seed)), issuedAt + 3600, issuedAt, Jti.From(Guid.CreateVersion7(now)), Kid, null, null,
            "bench.read", "client:client1");
    }

    private static TId Id<TId>(string text)
        where TId : struct, ITextId<TId> => TId.TryParse(text, out var id) ? id : throw new FormatException(text);
}
