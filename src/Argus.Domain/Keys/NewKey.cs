using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>A key whose private half is in custody, on its way into a ring.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="N">The modulus, base64url.</param>
/// <param name="Bits">Its size.</param>
/// <param name="Custody">The custody provider.</param>
public readonly record struct NewKey(Kid Kid, string N, int Bits, string Custody)
{
    public KeyShape Shape => new(Bits, Custody);
}

/// <summary>What a ring's new keys are to be, by the tenant's policy and the deployment's custody.</summary>
/// <param name="Bits">Size of the modulus.</param>
/// <param name="Custody">The custody provider.</param>
public readonly record struct KeyShape(int Bits, string Custody)
{
    /// <summary>Whether a key is such a one. An imported key is as it is.</summary>
    public bool Fits(SigningKeyState key) => key.Imported || (key.Bits == Bits && key.Custody == Custody);
}
