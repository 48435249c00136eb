using System.Buffers.Binary;
using System.Buffers.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Views;

/// <summary>
/// Answers since when the log knows a token, by the digest of what was signed. Remembers the latest ones, its own and those asked for; the rest it
/// reads from the log.
/// </summary>
public sealed class IssuedTokens(IEventLog log)
{
    private const int GenerationSize = 65_536;

    private readonly Recent<(TenantId, Jti), Issuance> _latest = new(GenerationSize);

    /// <returns>When the issuance was committed; null if this is not a token that the log knows.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<DateTimeOffset?> FindAsync(TenantId tenant, Jti token, ReadOnlyMemory<byte> digest)
    {
        if (_latest.Find((tenant, token)) is not { } known)
        {
            var entries = await log.ReadStreamAsync(tenant.Value, TokenState.StreamOf(token), CancellationToken.None).ConfigureAwait(false);
            if (entries.Count == 0 || EventCodec.Decode(entries[0].Bytes.Span) is not { Event: TokenIssued issued } recorded)
                return null;
            known = Add(tenant, issued, recorded.Time);
        }

        return known.Digest.Matches(digest.Span) ? known.CommittedAt : null;
    }

    internal Issuance Add(TenantId tenant, TokenIssued token, DateTimeOffset committedAt)
    {
        var issuance = new Issuance(Sha256Digest.Of(token.Digest), committedAt);
        _latest.Add((tenant, token.Jti), issuance);
        return issuance;
    }

    internal readonly record struct Issuance(Sha256Digest Digest, DateTimeOffset CommittedAt);

    /// <summary>32 bytes without an object around them.</summary>
    internal readonly record struct Sha256Digest(UInt128 High, UInt128 Low)
    {
        public static Sha256Digest Of(string base64Url)
        {
            Span<byte> bytes = stackalloc byte[32];
            Base64Url.DecodeFromChars(base64Url, bytes);
            return Of(bytes);
        }

        public bool Matches(ReadOnlySpan<byte> digest) => digest.Length == 32 && Of(digest) == this;

        private static Sha256Digest Of(ReadOnlySpan<byte> bytes) =>
            new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }
}
