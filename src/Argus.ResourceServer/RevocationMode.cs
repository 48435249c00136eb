namespace Argus.ResourceServer;

/// <summary>Whether revocations are asked for.</summary>
public enum RevocationMode
{
    /// <summary>The issuers' revocation feeds are followed. A feed that is too old or cannot be trusted: 503.</summary>
    Required,

    /// <summary>Nothing is asked: a revoked token is good until it expires.</summary>
    None,
}
