using System.Security.Claims;

namespace Argus.ResourceServer;

/// <summary>
/// The application's own verifier of the tokens that it had before Argus. Argus has no part in what it does: its algorithms, its secrets and its answers are the
/// application's.
/// </summary>
public interface ILegacyTokenVerifier
{
    /// <param name="token">As it came in the header Authorization, at most 16 KiB. It does not name an issuer that Argus answers for.</param>
    /// <param name="cancellation">The request's end.</param>
    /// <returns>What it is. An exception lets nobody in, and is the request's.</returns>
    Task<LegacyResult> VerifyAsync(string token, CancellationToken cancellation);
}

/// <summary>What an application's own verifier says of a token.</summary>
public sealed class LegacyResult
{
    private LegacyResult()
    {
    }

    /// <summary>The token is not good.</summary>
    public static LegacyResult Refused { get; } = new();

    internal ClaimsPrincipal? Principal { get; private init; }

    internal string Issuer { get; private init; } = "";

    internal string Client { get; private init; } = "";

    /// <summary>The token is good.</summary>
    /// <param name="principal">Whom it lets in. Its claims <c>scope</c> are what operations ask for, each of one scope or of several with spaces between.</param>
    /// <param name="issuer">Who made it, by the name under which the application knows them: it is counted by that, so take it from a register and never from the token.</param>
    /// <param name="client">To whom it was given, likewise. Operations that are for certain clients only ask for this name.</param>
    /// <exception cref="ArgumentException">The principal is not authenticated, or a name is empty.</exception>
    public static LegacyResult Accepted(ClaimsPrincipal principal, string issuer, string client)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(client);
        if (principal.Identity is not { IsAuthenticated: true })
            throw new ArgumentException("Who is let in is authenticated.", nameof(principal));
        return new LegacyResult { Principal = principal, Issuer = issuer, Client = client };
    }
}
