namespace Argus.Jose.Receipts;

/// <summary>What a verifier says in one batch: which tokens it accepted and refused since the last one, and which keys it knows (docs/receipts.md).</summary>
public sealed record ReceiptBatch
{
    /// <summary>Bytes of the JWS.</summary>
    public const int MaxLength = 256 * 1024;

    public const int MostReceipts = 1_000;

    public const int MostKids = 32;

    public const int MostUnlisted = 32;

    /// <summary>Characters of <see cref="Verifier"/>: 16 bytes in base64url.</summary>
    public const int VerifierLength = 22;

    /// <summary>For how long its maker tries to deliver it: <c>exp − iat</c>.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary><c>verifier</c>: the process that speaks; random, made when it starts.</summary>
    public required string Verifier { get; init; }

    /// <summary><c>seq</c>: of this verifier's batches, from 0. What is missing was lost.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>prev</c>: SHA-256, base64url, of the JWS that the verifier made before; null if it has made none.</summary>
    public string? Previous { get; init; }

    /// <summary><c>kids</c>: the keys of the issuer that it knows now.</summary>
    public required IReadOnlyList<string> Kids { get; init; }

    /// <summary><c>jwks_age</c>: seconds since it last heard that those are the issuer's keys; null if it never did.</summary>
    public long? KeysAge { get; init; }

    /// <summary><c>receipts</c>; none in a batch that only tells the keys.</summary>
    public required IReadOnlyList<Receipt> Receipts { get; init; }

    /// <summary><c>unlisted</c>: how many refused tokens are not listed one by one, by reason. Anybody can make up any number of those.</summary>
    public IReadOnlyDictionary<string, long> Unlisted { get; init; } = new Dictionary<string, long>();
}

/// <summary>What was decided about one token.</summary>
/// <param name="Digest"><c>d</c>: SHA-256 of its <c>header.payload</c>, base64url.</param>
/// <param name="JwtId"><c>jti</c>, as <see cref="ReceiptText.Of"/> has it; null if its signature was not right.</param>
/// <param name="Reason"><c>r</c>: <c>accepted</c>, or why not.</param>
/// <param name="Count"><c>n</c>: how often.</param>
/// <param name="FirstSeen"><c>t</c>: when first, NumericDate seconds.</param>
public sealed record Receipt(string Digest, string? JwtId, string Reason, long Count, long FirstSeen)
{
    public const string Accepted = "accepted";
}
