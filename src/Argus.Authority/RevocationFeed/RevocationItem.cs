namespace Argus.Authority.RevocationFeed;

/// <summary>One thing that is not to be honoured any more, or is again.</summary>
/// <param name="What">What kind of thing.</param>
/// <param name="Name">Its name: the jti, family, subject, client, kid, issuer or audience; null where the kind is name enough.</param>
/// <param name="Client">The client of a <see cref="RevokedThing.IssuedBefore"/>; null for all.</param>
public sealed record RevocationItem(RevokedThing What, string? Name, string? Client = null)
{
    /// <summary>False: it is honoured again.</summary>
    public bool IsRevoked { get; init; } = true;

    /// <summary>NumericDate seconds: what was issued up to and including this second dies. Only of <see cref="RevokedThing.IssuedBefore"/> and <see cref="RevokedThing.PeerBefore"/>.</summary>
    public long NotBefore { get; init; }

    /// <summary>NumericDate seconds from which on nothing can be honoured any more that this speaks of; null: it has to be remembered.</summary>
    public long? Exp { get; init; }

    internal (RevokedThing, string?, string?) Key => (What, Name, Client);
}

/// <summary>What revocations speak of.</summary>
public enum RevokedThing
{
    /// <summary>One token, by its jti.</summary>
    Token,

    /// <summary>All tokens of a family.</summary>
    Family,

    /// <summary>What was issued to a subject (<see cref="RevocationItem.Name"/>), a client, both, or to anybody, up to a second.</summary>
    IssuedBefore,

    Subject,

    Client,

    /// <summary>All that a key has signed, by its kid.</summary>
    Key,

    /// <summary>A peer, by its issuer.</summary>
    Peer,

    /// <summary>What came from a peer up to a second, and what was made from it.</summary>
    PeerBefore,

    Audience,

    Tenant,
}
