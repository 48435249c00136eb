using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds.

public interface IKeyRingEvent : IDomainEvent
{
    Kid Kid { get; }
}

/// <summary>A key pair exists; its private half is in custody, its public half is here, for good.</summary>
/// <param name="At">When.</param>
/// <param name="Bits">Size of the modulus.</param>
/// <param name="Custody">Which custody provider holds the private half.</param>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="N">The modulus, base64url (RFC 7518 §6.3.1.1). The exponent is always 65537.</param>
public sealed record KeyGenerated(long At, int Bits, string Custody, Kid Kid, string N) : IKeyRingEvent;

/// <summary>The key is in the JWKS from now on, and may sign from <paramref name="ActivatesAt"/>.</summary>
public sealed record KeyPublished(long ActivatesAt, long At, Kid Kid) : IKeyRingEvent;

public sealed record KeyActivated(long At, Kid Kid) : IKeyRingEvent;

/// <summary>The key signs no more; it stays in the JWKS until <paramref name="VerifyUntil"/>.</summary>
public sealed record KeyDeactivated(long At, Kid Kid, long VerifyUntil) : IKeyRingEvent;

/// <summary>The receipt for the destruction of the private half.</summary>
public sealed record PrivateKeyDestroyed(long At, Kid Kid) : IKeyRingEvent;

public sealed record KeyRetired(long At, Kid Kid) : IKeyRingEvent;

/// <summary>The key is trusted no more. Without <paramref name="CompromisedSince"/>, it never should have been.</summary>
public sealed record KeyRevoked(long At, long? CompromisedSince, Kid Kid, string Reason) : IKeyRingEvent;
