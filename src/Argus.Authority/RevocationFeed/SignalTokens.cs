using System.Globalization;
using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Authority.RevocationFeed;

/// <summary>
/// Makes Security Event Tokens (RFC 8417). Their <c>jti</c> is the entry's position in the tenant's log and the receiver, so that every node gives the same entry
/// the same name.
/// </summary>
public sealed class SignalTokens(TenantSigner signer, Issuers issuers)
{
    private const int GenerationSize = 4_096;

    /// <summary>A receiver that takes nothing may ask for the same hundred as often as it likes, and they are the same bytes: each costs one signature.</summary>
    private readonly Recent<(TenantId, ClientId, long Epoch, Kid), Signed> _signed = new(GenerationSize);

    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with now.</exception>
    /// <exception cref="Log.LogUnavailableException">The view is too old to know which.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>> MakeAsync(TenantView tenant, ClientId receiver, RevocationEntry entry)
    {
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var name = (tenant.Id, receiver, entry.Epoch, key.Kid);
        if (_signed.Find(name) is { } known)
            return known.Jws;
        var claims = (Issuer: issuers.Of(tenant), Receiver: receiver, Entry: entry, Type: SecurityEvents.TypeOf(entry)!);
        var jws = await key.SignAsync(PayloadWriter.Write(key.SecurityEventHeader, key.SignatureLength, claims, static (json, claims) =>
        {
            json.WriteString("iss"u8, claims.Issuer);
            json.WriteString("jti"u8, NameOf(claims.Receiver, claims.Entry.Epoch));
            json.WriteNumber("iat"u8, claims.Entry.At.ToUnixTimeSeconds());
            json.WriteString("aud"u8, claims.Receiver.Value);
            SecurityEvents.Write(json, claims.Issuer, claims.Type, claims.Entry);
        })).ConfigureAwait(false);
        _signed.Add(name, new Signed(jws));
        return jws;
    }

    public static string NameOf(ClientId receiver, long epoch) => string.Create(CultureInfo.InvariantCulture, $"{epoch - 1}:{receiver}");

    /// <summary>The epoch of a token that was made for the receiver; null for any other name.</summary>
    public static long? EpochOf(ClientId receiver, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && long.TryParse(name.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && position < long.MaxValue
            && name.AsSpan(colon + 1).SequenceEqual(receiver.Value)
            ? position + 1
            : null;
    }

    private readonly record struct Signed(ReadOnlyMemory<byte> Jws);
}
