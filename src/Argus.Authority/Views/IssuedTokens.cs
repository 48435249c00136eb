using System.Buffers.Binary;
using System.Buffers.Text;
using Argus.Authority.Grains;
using Argus.Domain.Families;
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

    /// <returns>The issuance; null if this is not a token that the log knows.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<Issuance?> FindAsync(TenantId tenant, Jti token, ReadOnlyMemory<byte> digest)
    {
        if (_latest.Find((tenant, token)) is not { } known)
        {
            if (await ReadAsync(tenant, token).ConfigureAwait(false) is not { } read)
                return null;
            _latest.Add((tenant, token), known = read);
        }

        return known.Digest.Matches(digest.Span) ? known : null;
    }

    internal void Add(TenantId tenant, Jti token, Issuance issuance) => _latest.Add((tenant, token), issuance);

    private async ValueTask<Issuance?> ReadAsync(TenantId tenant, Jti token)
    {
        var recorded = await log.ReadIssuanceAsync(tenant, token).ConfigureAwait(false);
        return recorded?.Event switch
        {
            TokenIssued issued => Issuance.Of(issued, recorded.Time, recorded.Position),
            IFamilyIssuance issued => Issuance.Of(issued, recorded.Time),
            _ => null,
        };
    }

    /// <summary>What the log says of a token.</summary>
    /// <param name="Digest">Of what was signed.</param>
    /// <param name="CommittedAt">When it was issued, by the store's clock.</param>
    /// <param name="Since">The position by which revocations of wide reach find it: its own, or that of its family's beginning.</param>
    /// <param name="Generation">In its family.</param>
    /// <param name="Lineage">What is behind it; null for most.</param>
    public readonly record struct Issuance(Sha256Digest Digest, DateTimeOffset CommittedAt, long Since, int Generation, Lineage? Lineage = null)
    {
        internal static Issuance Of(TokenIssued token, DateTimeOffset committedAt, long position) =>
            new(Sha256Digest.Of(token.Digest), committedAt, position, 0, Lineage.Of(token));

        internal static Issuance Of(IFamilyIssuance issued, DateTimeOffset committedAt) =>
            new(Sha256Digest.Of(issued.Token.Digest), committedAt, issued.Since, issued.Generation);
    }

    /// <summary>32 bytes without an object around them.</summary>
    public readonly record struct Sha256Digest(UInt128 High, UInt128 Low)
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
