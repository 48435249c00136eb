using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Verification;

/// <summary>A token that is good, now, for the one who asked (RFC 7662 §2.2). Times are NumericDate seconds.</summary>
/// <param name="Issuer"><c>iss</c></param>
/// <param name="Subject"><c>sub</c></param>
/// <param name="ClientId">To whom it was issued.</param>
/// <param name="Scope">Space-delimited; null for none.</param>
/// <param name="ExpiresAt">For a refresh token: when its family ends, or when it has lain unused for too long, whichever is first.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="AccessToken">What else an access token says; null for a refresh token.</param>
public sealed record ActiveToken(string Issuer, string Subject, string ClientId, string? Scope, long ExpiresAt, long IssuedAt, VerifiedToken? AccessToken)
{
    /// <summary>The key that whoever presents the access token must hold; null for a bearer token.</summary>
    public Confirmation? Confirmation { get; private init; }

    /// <exception cref="InvalidDataException">The token is bound to what this program does not understand.</exception>
    internal static ActiveToken Of(in Judgement judgement)
    {
        var token = judgement.Token!;
        if (!TokenConfirmation.TryRead(token, out var confirmation))
            throw new InvalidDataException("The log holds a token that is bound to what this version of Argus does not know.");
        var scope = judgement.Peers is not { } peerToken ? token.Scope : peerToken.Scope.Count == 0 ? null : peerToken.Scope.ToString();
        return new(token.Issuer, token.Subject, token.ClientId, scope, token.ExpiresAt, token.IssuedAt, token) { Confirmation = confirmation };
    }
}
