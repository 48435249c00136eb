namespace Argus.ResourceServer;

/// <summary>Who calls, and for whom. All of it was said by an issuer that is trusted, nothing by the caller.</summary>
public sealed class ArgusCaller
{
    private const string ClientPrefix = "client:";

    internal ArgusCaller(AccessToken token)
    {
        Token = token;
        ClientId = token.NamePrefix + token.ClientId;
        Subject = token.NamePrefix + token.Subject;
        UserSubject = IsClient(token.Subject) ? null : Subject;
        Actor = token.Actors is [var current, ..] ? NameOf(current, token) : token.NamePrefix + ClientPrefix + token.ClientId;
    }

    /// <summary>The token as its issuer wrote it.</summary>
    public AccessToken Token { get; }

    /// <summary><c>iss</c></summary>
    public string Issuer => Token.Issuer;

    /// <summary>To whom the token was issued. A peer's clients have the prefix that the trust bundle gives the peer.</summary>
    public string ClientId { get; }

    /// <summary><c>sub</c>; a peer's with its prefix.</summary>
    public string Subject { get; }

    /// <summary>The user for whom the call is made; null if a service acts for itself. A peer's users have its prefix.</summary>
    public string? UserSubject { get; }

    /// <summary>Who acts at the moment: the current actor (RFC 8693 §4.1), or else <c>client:{client_id}</c>. A peer's with its prefix.</summary>
    public string Actor { get; }

    /// <summary>What the caller is allowed, within the bounds of its issuer.</summary>
    public IReadOnlySet<string> Scopes => Token.Scopes;

    /// <summary>Whether the caller has shown that it holds the token's key.</summary>
    public bool IsBound => Token.Confirmation is not null;

    /// <exception cref="ArgumentNullException">No scope.</exception>
    public bool Has(string scope) => Scopes.Contains(scope);

    private static bool IsClient(string subject) => subject.StartsWith(ClientPrefix, StringComparison.Ordinal);

    private static string NameOf(Actor actor, AccessToken token) => actor.Issuer is null ? token.NamePrefix + actor.Subject : $"{actor.Issuer}#{actor.Subject}";
}
