using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds.

public interface IKeyRingEvent : IDomainEvent;

/// <summary>What happened to one key of the ring.</summary>
public interface IKeyEvent : IKeyRingEvent
{
    Kid Kid { get; }
}

/// <summary>A key pair exists; its private half is in custody, its public half is here, for good.</summary>
/// <param name="At">When.</param>
/// <param name="Bits">Size of the modulus.</param>
/// <param name="Custody">Which custody provider holds the private half.</param>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="N">The modulus, base64url (RFC 7518 §6.3.1.1). The exponent is always 65537.</param>
public sealed record KeyGenerated(long At, int Bits, string Custody, Kid Kid, string N) : IKeyEvent;

/// <summary>As <see cref="KeyGenerated"/>, but the key was made elsewhere, and who has a copy of its private half is not known here.</summary>
public sealed record KeyImported(long At, int Bits, string Custody, Kid Kid, string N) : IKeyEvent;

/// <summary>The key is in the JWKS from now on, and may sign from <paramref name="ActivatesAt"/>.</summary>
public sealed record KeyPublished(long ActivatesAt, long At, Kid Kid) : IKeyEvent;

/// <summary>A published key's turn comes at another time than was announced; never before verifiers can know it, unless by force.</summary>
public sealed record KeyScheduled(long ActivatesAt, long At, Kid Kid) : IKeyEvent;

/// <summary>An operator wants the next key to take over: at the earliest allowed moment, or at once.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="Force">Whether verifiers that have not seen the next key are to be passed over.</param>
public sealed record KeyRotationRequested(long At, bool Force) : IKeyRingEvent;

/// <summary>The key's turn has come, and too few verifiers have seen it: it waits for them.</summary>
/// <param name="At">When.</param>
/// <param name="Kid">The key that waits.</param>
/// <param name="Needed">Percent of the verifiers that must have seen it.</param>
/// <param name="Share">Percent that have.</param>
/// <param name="Verifiers">How many verifiers count.</param>
public sealed record KeyActivationHeld(long At, Kid Kid, int Needed, int Share, int Verifiers) : IKeyEvent;

/// <summary>The key has waited for verifiers for as long as the tenant's policy allows, and takes over although too few have seen it.</summary>
/// <inheritdoc cref="KeyActivationHeld"/>
public sealed record KeyHoldLapsed(long At, Kid Kid, int Needed, int Share, int Verifiers) : IKeyEvent;

public sealed record KeyActivated(long At, Kid Kid) : IKeyEvent;

/// <summary>The key signs no more; it stays in the JWKS until <paramref name="VerifyUntil"/>.</summary>
public sealed record KeyDeactivated(long At, Kid Kid, long VerifyUntil) : IKeyEvent;

/// <summary>The receipt for the destruction of the private half.</summary>
public sealed record PrivateKeyDestroyed(long At, Kid Kid) : IKeyEvent;

/// <summary>The key leaves the JWKS: its last token has expired, or it made way for another before it signed any.</summary>
public sealed record KeyRetired(long At, Kid Kid) : IKeyEvent;

/// <summary>The key is trusted no more. Without <paramref name="CompromisedSince"/>, it never should have been.</summary>
public sealed record KeyRevoked(long At, long? CompromisedSince, Kid Kid, string Reason) : IKeyEvent;

/// <summary>Somebody wanted to bring a key in that must not be in the ring. Not an event of the ring: it changes nothing there.</summary>
/// <param name="At">When.</param>
/// <param name="Code">Which rule the key breaks.</param>
/// <param name="Kid">Its thumbprint, if it could be read that far.</param>
public sealed record KeyImportRefused(long At, string Code, Kid? Kid) : IDomainEvent;

/// <summary>A private half at rest is under a new key-encryption key. Not an event of the ring: the key is the same.</summary>
/// <param name="At">When.</param>
/// <param name="Custody">Which custody provider holds it.</param>
/// <param name="Kid">Whose private half.</param>
/// <param name="WrappingKey">The provider's name for the key-encryption key.</param>
public sealed record PrivateKeyRewrapped(long At, string Custody, Kid Kid, string WrappingKey) : IDomainEvent;
