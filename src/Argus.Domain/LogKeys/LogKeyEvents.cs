using Argus.Domain.Kernel;

namespace Argus.Domain.LogKeys;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds.

/// <summary>What happened to a key that signs the checkpoints of the tenant's log.</summary>
public interface ILogKeyEvent : IDomainEvent
{
    Kid Kid { get; }
}

/// <summary>The key signs the log's checkpoints from here on. It signs nothing else, ever.</summary>
/// <param name="At">When.</param>
/// <param name="Bits">Size of the modulus.</param>
/// <param name="Custody">Which custody provider holds the private half.</param>
/// <param name="Ed25519">The public key of the Ed25519 line, base64url; null where the node that made the key has no Ed25519.</param>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="N">The modulus, base64url. The exponent is always 65537.</param>
/// <param name="Origin">The log's name, which is the key's name too.</param>
public sealed record LogKeyActivated(long At, int Bits, string Custody, string? Ed25519, Kid Kid, string N, string Origin) : ILogKeyEvent;

/// <summary>Another key signs from here on.</summary>
public sealed record LogKeyRetired(long At, Kid Kid) : ILogKeyEvent;
