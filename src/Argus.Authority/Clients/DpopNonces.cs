using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Clients;

/// <summary>
/// Nonces for DPoP proofs (RFC 9449 §8): the same at every node for two minutes, with nothing kept and no secret shared. Each is the hash of what the tenant's
/// signing key signs for that time: RS256 gives one signature for one text, so every node that has the key finds the same, and nobody else can say it in advance.
/// </summary>
public sealed class DpopNonces(TenantSigner signer, Issuers issuers, TimeProvider clock)
{
    private const int SecondsOfEach = 120;
    private const int GenerationSize = 1_000;

    private readonly Recent<(TenantId Tenant, Kid Kid, long Time), Nonce> _known = new(GenerationSize);

    /// <summary>The nonce that is to be used, and the one before it, which proofs on their way may have.</summary>
    /// <exception cref="LogUnavailableException">The view is too old to know which key is active.</exception>
    /// <exception cref="KeyUnavailableException">There is none.</exception>
    public async ValueTask<IReadOnlyList<string>> GoodAsync(TenantView tenant)
    {
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var time = clock.GetUtcNow().ToUnixTimeSeconds() / SecondsOfEach;
        return [await OfAsync(tenant, key, time).ConfigureAwait(false), await OfAsync(tenant, key, time - 1).ConfigureAwait(false)];
    }

    private async ValueTask<string> OfAsync(TenantView tenant, LoadedKey key, long time)
    {
        var name = (tenant.Id, key.Kid, time);
        if (_known.Find(name) is { } known)
            return known.Text;
        var text = Encoding.UTF8.GetBytes($$"""{"iss":"{{issuers.Of(tenant)}}","time":{{time}}}""");
        var signed = await key.SignAsync(UnsignedJws.Create(key.DpopNonceHeader, text, key.SignatureLength)).ConfigureAwait(false);
        var nonce = new Nonce(Base64Url.EncodeToString(SHA256.HashData(signed.Span)));
        _known.Add(name, nonce);
        return nonce.Text;
    }

    private readonly record struct Nonce(string Text);
}
