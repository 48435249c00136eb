namespace Argus.Jose.ClientProofs;

/// <summary>
/// A proof that <see cref="DpopProofValidator"/> accepted: whoever made it holds the key, for this request. Whether its <c>jti</c> was seen before is for
/// the caller to ask.
/// </summary>
/// <param name="Thumbprint">RFC 7638 thumbprint of the key, SHA-256, base64url: what <c>cnf.jkt</c> must be.</param>
/// <param name="JwtId"><c>jti</c>: 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.</param>
/// <param name="IssuedAt"><c>iat</c>, to the second.</param>
/// <param name="Nonce"><c>nonce</c>; null for none.</param>
public sealed record DpopProof(string Thumbprint, string JwtId, DateTimeOffset IssuedAt, string? Nonce);
