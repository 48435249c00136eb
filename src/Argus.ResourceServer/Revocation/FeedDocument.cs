namespace Argus.ResourceServer.Revocation;

/// <summary>A document of an issuer's revocation feed (docs/revocation-feed.md), verified.</summary>
/// <param name="IsSnapshot">Whether it says all, or only what came after <paramref name="From"/>.</param>
/// <param name="From">The epoch that it begins at.</param>
/// <param name="Epoch">The epoch that it leads to.</param>
/// <param name="IssuedAt"><c>iat</c>: nothing else was known to be revoked then.</param>
/// <param name="Items">In order.</param>
internal sealed record FeedDocument(bool IsSnapshot, long From, long Epoch, long IssuedAt, IReadOnlyList<FeedItem> Items);

/// <summary>One revocation, or its end.</summary>
/// <param name="Kind">What it speaks of.</param>
/// <param name="Name">The jti, family, kid, issuer or audience.</param>
/// <param name="Subject">The user.</param>
/// <param name="Client">The client.</param>
internal readonly record struct FeedItem(FeedItemKind Kind, string? Name = null, NameHash? Subject = null, NameHash? Client = null)
{
    public bool IsRevoked { get; init; } = true;

    /// <summary>NumericDate seconds; only of <see cref="FeedItemKind.IssuedBefore"/> and <see cref="FeedItemKind.PeerBefore"/>.</summary>
    public long NotBefore { get; init; }

    /// <summary>NumericDate seconds from which on it may be forgotten; the end of time if it may not.</summary>
    public long Exp { get; init; } = long.MaxValue;
}

internal enum FeedItemKind
{
    Token,
    Family,
    IssuedBefore,
    Subject,
    Client,
    Key,
    Peer,
    PeerBefore,
    Audience,
    Tenant,
}
