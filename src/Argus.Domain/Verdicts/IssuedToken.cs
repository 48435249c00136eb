using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;

namespace Argus.Domain.Verdicts;

/// <summary>A token as the log issued it, with everything that it stands or falls with.</summary>
/// <param name="Token">What was issued.</param>
/// <param name="Since">The position by which revocations of wide reach find it: its own, or that of its family's beginning.</param>
/// <param name="Time">When the log took it.</param>
/// <param name="Position">The entry that issued it.</param>
public sealed record IssuedToken(TokenIssued Token, long Since, DateTimeOffset Time, long Position)
{
    /// <returns>Null for an entry that did not issue this token.</returns>
    public static IssuedToken? Of(RecordedEvent recorded, Jti jti) => recorded.Event switch
    {
        TokenIssued token when token.Jti == jti && recorded.Stream == TokenState.StreamOf(jti) =>
            new IssuedToken(token, recorded.Position, recorded.Time, recorded.Position),
        IFamilyIssuance issuance when issuance.Token.Jti == jti && jti.Family is { } family && recorded.Stream == FamilyState.StreamOf(family)
            && recorded.StreamVersion == jti.Version =>
            new IssuedToken(issuance.Token, issuance.Since, recorded.Time, recorded.Position),
        _ => null,
    };

    /// <summary>The stream, and the version in it, of the entry that issues a token.</summary>
    public static (string Stream, int Version) PlaceOf(Jti jti) =>
        jti.Family is { } family ? (FamilyState.StreamOf(family), jti.Version) : (TokenState.StreamOf(jti), 0);

    /// <summary>The streams, by name, in which its end may stand. Revocations of wide reach, users and peers have others.</summary>
    public IReadOnlySet<string> Streams()
    {
        var streams = new HashSet<string>(StringComparer.Ordinal) { TenantState.Stream, KeyRingState.Stream };
        streams.UnionWith(Clients().Select(ClientState.StreamOf));
        streams.UnionWith(Tokens().Select(TokenState.StreamOf));
        streams.UnionWith(Families().Select(FamilyState.StreamOf));
        return streams;
    }

    /// <summary>Users who must be there and enabled.</summary>
    public IReadOnlyCollection<SubjectId> Subjects()
    {
        var subjects = new HashSet<SubjectId>();
        if (Token.Jti.Family is not null)
            Add(Token.Sub);
        foreach (var ancestor in Own())
            Add(ancestor.Sub);
        foreach (var actor in Actors())
            Add(actor.Sub);
        return subjects;

        void Add(string sub)
        {
            if (SubjectId.TryParse(sub, out var subject))
                subjects.Add(subject);
        }
    }

    /// <summary>To whom it was issued, and those before it, with the positions since which: whatever was revoked for one of them from a later position on ends it.</summary>
    public IEnumerable<(string Subject, ClientId? Client, long Since)> Holders() =>
        Own().Select(ancestor => (ancestor.Sub, Client(ancestor), ancestor.Since)).Prepend((Token.Sub, Token.ClientId, Since));

    /// <summary>The peers whose tokens are behind it, with the position at which something was made of them and the time at which theirs was issued.</summary>
    public IEnumerable<(string Issuer, long Since, long Iat)> Peers()
    {
        var since = Since;
        for (var ancestor = Token.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor.Iss is { } issuer)
                yield return (issuer, since, ancestor.Iat);
            since = ancestor.Since;
        }
    }

    /// <summary>The keys that signed it and those before it, with the second in which the log took what they signed.</summary>
    internal IEnumerable<(string Kid, long At)> Keys() =>
        Own().Select(ancestor => (ancestor.Kid, ancestor.Iat)).Prepend((Token.Kid.Value, Time.ToUnixTimeSeconds()));

    /// <summary>The clients that must be there and enabled.</summary>
    internal IReadOnlySet<ClientId> Clients()
    {
        var clients = new HashSet<ClientId> { Token.ClientId };
        clients.UnionWith(Own().Select(Client).OfType<ClientId>());
        foreach (var actor in Actors())
        {
            if (ClientSubject.TryParse(actor.Sub, out var client))
                clients.Add(client);
        }

        return clients;
    }

    internal IEnumerable<Jti> Tokens() => Own().Select(ancestor => Jti.TryParse(ancestor.Jti, out var jti) ? jti : (Jti?)null).OfType<Jti>().Prepend(Token.Jti);

    internal IEnumerable<FamilyId> Families() => Tokens().Select(jti => jti.Family).OfType<FamilyId>().Distinct();

    private IEnumerable<TokenParent> Own()
    {
        for (var ancestor = Token.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor.Iss is null)
                yield return ancestor;
        }
    }

    /// <summary>An actor of a peer's is in service as long as the peer is.</summary>
    private IEnumerable<TokenActor> Actors()
    {
        for (var actor = Token.Act; actor is not null; actor = actor.Act)
        {
            if (actor.Iss is null)
                yield return actor;
        }
    }

    private static ClientId? Client(TokenParent ancestor) => ClientId.TryParse(ancestor.ClientId, out var client) ? client : null;
}
