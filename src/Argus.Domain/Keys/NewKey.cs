using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>A key whose private half is in custody, on its way into a ring.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="N">The modulus, base64url.</param>
/// <param name="Bits">Its size.</param>
/// <param name="Custody">The custody provider.</param>
public readonly record struct NewKey(Kid Kid, string N, int Bits, string Custody);
