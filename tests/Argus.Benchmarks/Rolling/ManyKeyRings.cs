using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.Tenants;
using Argus.Jose;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.Benchmarks.Rolling;

/// <summary>
/// Tenants with an active and a next key each, as their deciders make them. The moduli are random numbers and have no private halves: nothing signs with them, and to make
/// so many real keys takes an hour.
/// </summary>
internal static class ManyKeyRings
{
    private const int Bits = 2048;
    private const int AppendsAtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Origin Origin = new("node:bench", "bench");

    public static async Task FillAsync(string connection, int tenants, CancellationToken stop)
    {
        await using var database = await ArgusDatabase.OpenAsync(connection, null, Patience, stop);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await Parallel.ForAsync(0, tenants, new ParallelOptions { MaxDegreeOfParallelism = AppendsAtOnce, CancellationToken = stop },
            async (number, cancelled) => await log.AppendAsync(Tenant($"ring{number}"), cancelled));
    }

    private static Append Tenant(string name)
    {
        if (!TenantId.TryParse(name, out var tenant)) throw new FormatException(name);
        var (policy, now) = (new TenantPolicy(), TimeProvider.System.GetUtcNow());
        var created = TenantDecider.Describe(TenantState.Initial, tenant, name, HostNames.None, policy);
        var times = KeyTimes.Of(policy, policy.LongestLifetime());
        var begun = KeyRingDecider.Begin(KeyRingState.Initial, NewKey(), now).Events;
        var announced = KeyRingDecider.Announce(begun.Aggregate(KeyRingState.Initial, KeyRingState.Evolve), NewKey(), times, now).Events;
        return new Append(name, Stream(TenantState.Stream, created.Events), Stream(KeyRingState.Stream, [.. begun, .. announced]));
    }

    private static StreamAppend Stream(string name, IReadOnlyList<IDomainEvent> events) => new(name, 0, [.. events.Select(Entry)]);

    private static NewEntry Entry(IDomainEvent happened)
    {
        var encoded = EventCodec.Encode(happened, Origin);
        return new NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing);
    }

    private static NewKey NewKey()
    {
        var modulus = RandomNumberGenerator.GetBytes(Bits / 8);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        var n = Base64Url.EncodeToString(modulus);
        return RsaPublicJwk.TryParse(Encoding.ASCII.GetBytes($$"""{"kty":"RSA","n":"{{n}}","e":"AQAB"}"""), out var jwk, out var fault) && Kid.TryParse(jwk.Thumbprint, out var kid)
            ? new NewKey(kid, n, Bits, "file")
            : throw new FormatException($"{fault}");
    }
}
