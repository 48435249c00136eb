using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Federation;

/// <summary>
/// Each tenant's trust bundle: its own public keys and its peers', by issuer, with the bounds of the trust, signed by the tenant's active key. A resource server
/// that knows the tenant's issuer can so accept the whole federation. What it says is in the log already, so that signing it is no event.
/// </summary>
public sealed class TrustBundles(Issuers issuers, TenantSigner signer, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan SigningInterval = TimeSpan.FromMinutes(5);
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<TenantId, TrustBundle> _bundles = new();

    /// <summary>The bundle as of now: the same bytes until something in it changes, or for five minutes.</summary>
    /// <exception cref="LogUnavailableException">The view is too old to know whom the tenant trusts.</exception>
    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with.</exception>
    public async ValueTask<TrustBundle> GetAsync(TenantView tenant)
    {
        // Also sees to it that the view is fresh: a peer that was disabled is not in a bundle any more.
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var content = Content(tenant, now);
        var digest = SHA256.HashData([.. content.WrittenSpan, .. key.TrustBundleHeader]);
        if (_bundles.TryGetValue(tenant.Id, out var known) && known.Digest.AsSpan().SequenceEqual(digest) && now - known.SignedAt is var age && age >= TimeSpan.Zero && age < SigningInterval)
            return known;

        var unsigned = UnsignedJws.Create(key.TrustBundleHeader, Payload(tenant, content.WrittenSpan, now).WrittenSpan, key.SignatureLength);
        var jws = (await key.SignAsync(unsigned).ConfigureAwait(false)).ToArray();
        return _bundles[tenant.Id] = new TrustBundle(jws, EntityTag.Of(jws), digest, now);
    }

    private ArrayBufferWriter<byte> Payload(TenantView tenant, ReadOnlySpan<byte> content, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(content.Length + 256);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("iss"u8, issuers.Of(tenant));
        json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
        json.WriteNumber("exp"u8, (now + Lifetime).ToUnixTimeSeconds());
        json.WritePropertyName("issuers"u8);
        json.WriteRawValue(content);
        json.WriteEndObject();
        return buffer;
    }

    private ArrayBufferWriter<byte> Content(TenantView tenant, DateTimeOffset now)
    {
        var own = tenant.Keys.Jwks;
        if (own.Length == 0)
            throw new KeyUnavailableException($"Tenant {tenant.Id} has no key to show.");
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("issuer"u8, issuers.Of(tenant));
        json.WritePropertyName("jwks"u8);
        json.WriteRawValue(own);
        json.WriteEndObject();
        foreach (var peer in tenant.Peers.Where(peer => peer.Enabled && tenant.FindPeer(peer.Settings.Issuer) == peer && peer.Settings.Issuer != issuers.Of(tenant)))
            Write(json, peer, [.. peer.TrustedKeys(now.ToUnixTimeSeconds())]);
        json.WriteEndArray();
        return buffer;
    }

    /// <summary>A peer without a key that is trusted is not there.</summary>
    private static void Write(Utf8JsonWriter json, PeerState peer, PeerKeyState[] keys)
    {
        if (keys.Length == 0)
            return;
        json.WriteStartObject();
        json.WriteString("issuer"u8, peer.Settings.Issuer);
        json.WritePropertyName("jwks"u8);
        json.WriteRawValue(JwkSet.Write(keys.Select(PeerVerificationKeys.Jwk)));
        json.WriteStartArray("audiences"u8);
        foreach (var audience in peer.Settings.Audiences)
            json.WriteStringValue(audience);
        json.WriteEndArray();
        json.WriteString("scope"u8, peer.Settings.Scope.ToString());
        json.WriteNumber("max_lifetime"u8, peer.Settings.LongestLifetime());
        json.WriteString("subject_prefix"u8, peer.Settings.SubjectPrefix);
        json.WriteEndObject();
    }
}

/// <summary>A signed trust bundle.</summary>
/// <param name="Jws">ASCII of the compact serialization.</param>
/// <param name="ETag">A strong entity tag over it.</param>
/// <param name="Digest">Of what it says, and of who signed it: what the bundle is made anew for.</param>
/// <param name="SignedAt">When it was signed.</param>
public sealed record TrustBundle(byte[] Jws, string ETag, byte[] Digest, DateTimeOffset SignedAt);
