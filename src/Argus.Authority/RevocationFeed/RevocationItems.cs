using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Authority.RevocationFeed;

/// <summary>What an entry of the log means to those who verify tokens without asking.</summary>
internal static class RevocationItems
{
    /// <summary>Seconds: the most that a resource server's clock may be off, and with it the time for which it honours a token beyond its expiry.</summary>
    private const int LongestTolerance = 300;

    private const string FamilyPrefix = "family:";
    private const string ClientPrefix = "client:";
    private const string ResourcePrefix = "resource:";

    /// <param name="recorded">A standing entry.</param>
    /// <param name="about">The subject of the user, or the issuer of the peer, that was known before and that it is about; null if nobody was.</param>
    /// <returns>Nothing for an entry that revokes nothing. The same on every node: only what the log holds decides.</returns>
    public static RevocationItem[] Of(RecordedEvent recorded, string? about) => recorded.Event switch
    {
        TokenRevoked revoked => [new(RevokedThing.Token, revoked.Jti.Value) { Exp = revoked.Exp + LongestTolerance }],
        TokensRevoked revoked => [IssuedBefore(revoked.Subject, revoked.ClientId?.Value, revoked.NotBefore)],
        FamilyRevoked => [new(RevokedThing.Family, NameIn(recorded, FamilyPrefix)) { Exp = LastExpiry(recorded) }],
        KeyRevoked revoked => [new(RevokedThing.Key, revoked.Kid.Value)],
        IClientEvent @event => OfClient(recorded, @event),
        IUserEvent @event when about is not null => OfUser(recorded, @event, about),
        IPeerEvent @event => OfPeer(recorded, @event, about),
        ResourceDisabled => [new(RevokedThing.Audience, NameIn(recorded, ResourcePrefix))],
        ResourceEnabled => [new(RevokedThing.Audience, NameIn(recorded, ResourcePrefix)) { IsRevoked = false }],
        TenantDisabled => [new(RevokedThing.Tenant, null)],
        TenantEnabled => [new(RevokedThing.Tenant, null) { IsRevoked = false }],
        _ => [],
    };

    /// <summary>Of a removed client, the clock that stamps entries may be behind the one that issued its last token: the name itself is refused too.</summary>
    private static RevocationItem[] OfClient(RecordedEvent recorded, IClientEvent @event)
    {
        var client = NameIn(recorded, ClientPrefix);
        return @event switch
        {
            ClientDisabled => [new(RevokedThing.Client, client)],
            ClientRemoved => [new(RevokedThing.Client, client) { Exp = LastExpiry(recorded) }, IssuedBefore(null, client, recorded.Time.ToUnixTimeSeconds())],
            ClientEnabled => [new(RevokedThing.Client, client) { IsRevoked = false }],

            // Another one, under the name of one that was removed.
            ClientRegistered when recorded.StreamVersion > 0 => [new(RevokedThing.Client, client) { IsRevoked = false }],
            _ => [],
        };
    }

    private static RevocationItem[] OfUser(RecordedEvent recorded, IUserEvent @event, string subject) => @event switch
    {
        UserDisabled => [new(RevokedThing.Subject, subject)],
        UserRemoved or UserErased => [new(RevokedThing.Subject, subject) { Exp = LastExpiry(recorded) }],
        UserEnabled => [new(RevokedThing.Subject, subject) { IsRevoked = false }],
        _ => [],
    };

    /// <summary>What came from it before stays refused should it be trusted again.</summary>
    private static RevocationItem[] OfPeer(RecordedEvent recorded, IPeerEvent @event, string? issuer) => @event switch
    {
        PeerDisabled when issuer is not null => [new(RevokedThing.Peer, issuer), FromPeerBefore(recorded, issuer)],
        PeerRemoved when issuer is not null => [new(RevokedThing.Peer, issuer) { Exp = LastExpiry(recorded) }, FromPeerBefore(recorded, issuer)],
        PeerEnabled when issuer is not null => [new(RevokedThing.Peer, issuer) { IsRevoked = false }],

        // Again: what was said of the issuer when it was removed is over, whatever it is called now.
        PeerTrusted when issuer is not null => [new(RevokedThing.Peer, issuer) { IsRevoked = false }],
        _ => [],
    };

    private static RevocationItem FromPeerBefore(RecordedEvent recorded, string issuer) =>
        new(RevokedThing.PeerBefore, issuer) { NotBefore = recorded.Time.ToUnixTimeSeconds(), Exp = LastExpiry(recorded) };

    private static RevocationItem IssuedBefore(string? subject, string? client, long second) =>
        new(RevokedThing.IssuedBefore, subject, client) { NotBefore = second, Exp = second + TenantPolicy.LongestTokenLifetime + LongestTolerance };

    /// <summary>When the last token is over that could have been issued before the entry.</summary>
    private static long LastExpiry(RecordedEvent recorded) =>
        recorded.Time.ToUnixTimeSeconds() + TenantPolicy.LongestTokenLifetime + LongestTolerance;

    private static string NameIn(RecordedEvent recorded, string prefix) =>
        recorded.Stream.StartsWith(prefix, StringComparison.Ordinal)
            ? recorded.Stream[prefix.Length..]
            : throw new UnreadableEventException($"{recorded.Event.GetType().Name} does not belong into stream {recorded.Stream}.");
}
