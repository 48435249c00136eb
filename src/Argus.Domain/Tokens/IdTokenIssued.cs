using Argus.Domain.Kernel;

namespace Argus.Domain.Tokens;

/// <summary>An ID token (OpenID Connect Core §2) is about to be signed.</summary>
/// <param name="Digest">SHA-256 of <c>header.payload</c>, base64url.</param>
/// <param name="Exp">NumericDate seconds.</param>
/// <param name="Kid">The key that signs.</param>
public sealed record IdTokenIssued(string Digest, long Exp, Kid Kid);
