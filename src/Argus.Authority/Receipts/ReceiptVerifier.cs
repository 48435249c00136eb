using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Verifiers;
using Argus.Jose;
using Argus.Jose.Receipts;

namespace Argus.Authority.Receipts;

/// <summary>Believes a batch that a resource server of the tenant has signed with a key that the tenant knows, for this issuer, in its time.</summary>
public sealed class ReceiptVerifier(Issuers issuers, TimeProvider clock)
{
    /// <param name="tenant">To whom it was sent.</param>
    /// <param name="compact">ASCII of the JWS, as it came.</param>
    /// <param name="receipts">The batch, if it is right.</param>
    /// <returns>Why not.</returns>
    public OAuthRefusal? Verify(TenantView tenant, ReadOnlyMemory<byte> compact, out SignedReceipts? receipts)
    {
        receipts = null;
        if (FindClient(tenant, compact.Span, out var id) is not { } client)
            return OAuthRefusal.InvalidClient("receipts_client_unknown");
        if (!client.Enabled)
            return OAuthRefusal.InvalidClient("receipts_client_disabled");

        var fault = Verify(tenant, id, client.Settings, compact.Span, out var verified);
        if (fault is TokenFault.UnknownKey or TokenFault.BadSignature)
            return OAuthRefusal.InvalidClient($"receipts_{fault}");
        if (verified is null)
            return OAuthRefusal.InvalidRequest($"receipts_{fault}", "The batch is malformed, not for this issuer, or not of this time.");
        if (client.Settings.Introspects.Count == 0)
            return new OAuthRefusal("receipts_no_resource_server", "unauthorized_client", "The client is not the server of a resource.");
        if (ReceiptReader.Read(verified.Payload) is not { } batch || !VerifierId.TryParse(batch.Verifier, out var verifier))
            return OAuthRefusal.InvalidRequest("receipts_claims", "The batch's claims are malformed.");

        receipts = new SignedReceipts(id, verifier, Base64Url.EncodeToString(SHA256.HashData(compact.Span)), batch);
        return null;
    }

    /// <summary>Whom it claims to come from; only what it is signed with proves that.</summary>
    private static ClientState? FindClient(TenantView tenant, ReadOnlySpan<byte> compact, out ClientId id)
    {
        id = default;
        Span<char> name = stackalloc char[UnverifiedIssuer.MaxLength];
        if (!UnverifiedIssuer.TryRead(compact, ReceiptBatch.MaxLength, name, out var length) || !ClientId.TryParse(name[..length].ToString(), out id))
            return null;
        return tenant.Client(id) is { Exists: true } client ? client : null;
    }

    private TokenFault Verify(TenantView tenant, ClientId id, ClientSettings settings, ReadOnlySpan<byte> compact, out VerifiedToken? verified)
    {
        var rules = new TokenRules
        {
            Issuer = id.Value,
            Typ = TokenType.Receipts,
            Audience = issuers.Of(tenant),
            ClockSkew = TimeSpan.FromSeconds(tenant.State.Policy.ClockSkew),
            MaxLifetime = ReceiptBatch.Lifetime,
            MaxLength = ReceiptBatch.MaxLength,
            Required = RequiredClaims.Audience | RequiredClaims.IssuedAt | RequiredClaims.JwtId,
        };
        VerificationKey? key = null;
        try
        {
            return JwtValidator.Validate(compact, rules, kid => key = KeyOf(settings, kid), clock.GetUtcNow(), out verified);
        }
        finally
        {
            key?.Dispose();
        }
    }

    /// <summary>By the name that the client gave its key, or by its thumbprint (RFC 7638).</summary>
    private static VerificationKey? KeyOf(ClientSettings settings, string kid) =>
        settings.Jwks is { } jwks && JwkSet.TryParse(System.Text.Encoding.UTF8.GetBytes(jwks), out var keys, out _)
        && keys.FirstOrDefault(key => key.Kid == kid || key.Thumbprint == kid) is { } found ? new VerificationKey(found) : null;
}
