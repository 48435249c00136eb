using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Authority.Receipts;
using Argus.Jose;
using Argus.Jose.Receipts;

namespace Argus.Specs.Authority.Receipts;

/// <summary>A process of the resource server <c>api</c>, as it hands in receipts at nodes of a spec.</summary>
internal sealed class SpecVerifier(SigningKey key, string clientId = "api")
{
    private long _next;
    private string? _previous;

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Gives the client a key.</summary>
    public static Task RegisterAsync(SpecNode node, SigningKey key, string clientId = "api", string tenant = "acme") => node.ApplyAsync(
        $$"""{"tenants":[{"tenant":"{{tenant}}","clients":[{"client_id":"{{clientId}}","jwks":{{Encoding.UTF8.GetString(JwkSet.Write([key.PublicJwk]))}}}]}]}""");

    public static Receipt Accepted(string token, long count = 1)
    {
        var compact = new JwtText(token);
        return new Receipt(compact.Digest, compact.Jti, Receipt.Accepted, count, 900);
    }

    /// <summary>The next batch, signed; with numbers left out before it, if it is said how many.</summary>
    public byte[] Next(SpecNode node, IReadOnlyList<Receipt>? receipts = null, IReadOnlyList<string>? kids = null, int skip = 0)
    {
        var batch = new ReceiptBatch { Verifier = Verifier, Sequence = _next + skip, Previous = _previous, Kids = kids ?? [], KeysAge = 1, Receipts = receipts ?? [] };
        var jws = Sign(key, ReceiptWriter.Write(batch, clientId, "https://auth.example/t/acme", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), node.Clock.GetUtcNow()));
        (_next, _previous) = (batch.Sequence + 1, Base64Url.EncodeToString(SHA256.HashData(jws)));
        return jws;
    }

    public static byte[] Sign(SigningKey key, byte[] payload, string typ = TokenType.Receipts) =>
        UnsignedJws.Create(UnsignedJws.EncodeHeader(key.Kid, typ), payload, key.SignatureLength).Sign(key).ToArray();

    /// <summary>Hands a batch in.</summary>
    /// <returns>The refusal's id; <c>new</c> or <c>known</c> for a batch that was taken.</returns>
    public static async Task<string> HandInAsync(SpecNode node, byte[] jws)
    {
        var outcome = await node.Receipts.TakeAsync(node.Acme, jws, actor => SpecNode.Origin with { Actor = actor });
        return outcome.Refusal?.Id ?? (outcome.IsNew ? "new" : "known");
    }

    public async Task TellAsync(SpecNode node, params string[] kids) => Assert.Equal("new", await HandInAsync(node, Next(node, kids: kids)));

    private sealed class JwtText(string token)
    {
        private readonly string[] _parts = token.Split('.');

        public string Digest => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}")));

        public string Jti => JsonDocument.Parse(Base64Url.DecodeFromChars(_parts[1])).RootElement.GetProperty("jti").GetString()!;
    }
}
