namespace Argus.ResourceServer.Revocation;

/// <summary>What is known of revocations. Asked for every request, also when the token itself is remembered.</summary>
internal interface IRevocationView
{
    RevocationAnswer Ask(AccessToken token);
}

internal enum RevocationAnswer
{
    /// <summary>Nobody knows: the view is too old, or cannot be trusted.</summary>
    Unknown,
    NotRevoked,
    Revoked,
}

/// <summary>For issuers that publish no revocations: expiry alone ends their tokens.</summary>
internal sealed class NoRevocations : IRevocationView
{
    public RevocationAnswer Ask(AccessToken token) => RevocationAnswer.NotRevoked;
}
