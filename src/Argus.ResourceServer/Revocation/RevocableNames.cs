namespace Argus.ResourceServer.Revocation;

/// <summary>By which names a token can be revoked, besides its own: worked out once, and kept with it.</summary>
internal sealed class RevocableNames
{
    private const string ClientPrefix = "client:";

    private RevocableNames(NameHash subject, NameHash client)
    {
        Subject = subject;
        Client = client;
    }

    /// <summary>Of the user, or of the client as a subject.</summary>
    public NameHash Subject { get; }

    /// <summary>Of the client that it was issued to.</summary>
    public NameHash Client { get; }

    /// <summary>Of who acts for the subject: each as a subject and, if it is a client, as that.</summary>
    public IReadOnlyList<(NameHash Subject, NameHash? Client)> Actors { get; private init; } = [];

    /// <summary>Of the clients that held the tokens that it was exchanged from.</summary>
    public IReadOnlyList<NameHash> Holders { get; private init; } = [];

    /// <summary>A peer's names have the anchor's prefix before them; a name with an issuer of its own is nobody's here.</summary>
    public static RevocableNames Of(AccessToken token) => new(NameHash.Of(token.NamePrefix + token.Subject), NameHash.Of(token.NamePrefix + token.ClientId))
    {
        Actors = [.. token.Actors.Where(actor => actor.Issuer is null).Select(actor => Of(token.NamePrefix, actor.Subject))],
        Holders = [.. token.Ancestors.Where(ancestor => ancestor.Issuer is null).Select(ancestor => NameHash.Of(token.NamePrefix + ancestor.ClientId))],
    };

    private static (NameHash, NameHash?) Of(string prefix, string actor) => (
        NameHash.Of(prefix + actor),
        actor.StartsWith(ClientPrefix, StringComparison.Ordinal) ? NameHash.Of(prefix + actor[ClientPrefix.Length..]) : null);
}
