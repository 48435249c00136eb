namespace Argus.ResourceServer.Revocation;

/// <summary>Why an answer of the feed was not taken.</summary>
internal enum FeedFault
{
    None,

    /// <summary>Signed with a key that is not among the issuer's, as far as they are known.</summary>
    UnknownKey,

    /// <summary>It is not the issuer's, not of this moment, or not understood.</summary>
    NotVerified,

    /// <summary>It goes on from an epoch that was never reached here: something is missing.</summary>
    Gap,

    /// <summary>It ends before what is known: the issuer's log has lost something, or somebody repeats what is old.</summary>
    RolledBack,
}
