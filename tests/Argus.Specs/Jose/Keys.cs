using System.Security.Cryptography;
using Argus.Jose;

namespace Argus.Specs.Jose;

/// <summary>Two RSA keys for a class of specs: the issuer's, and one that nobody trusts. Making a key costs more than all the specs of a class.</summary>
public sealed class Keys : IDisposable
{
    public RSA IssuersRsa { get; } = RSA.Create(2048);

    public SigningKey Issuers { get; }

    public SigningKey Attackers { get; } = new(RSA.Create(2048));

    public VerificationKey Trusted { get; }

    public Keys()
    {
        Issuers = new SigningKey(IssuersRsa);
        Trusted = new VerificationKey(Issuers.PublicJwk);
    }

    public VerificationKey? ByKid(string kid) => kid == Trusted.Kid ? Trusted : null;

    public void Dispose()
    {
        Trusted.Dispose();
        Issuers.Dispose();
        Attackers.Dispose();
    }
}
