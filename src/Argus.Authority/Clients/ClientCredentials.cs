using System.Security.Cryptography.X509Certificates;
using Argus.Domain.Clients;

namespace Argus.Authority.Clients;

/// <summary>What a client presented to prove who it is (RFC 6749 §2.3.1, RFC 7521 §4.2, RFC 8705 §2).</summary>
/// <param name="Method">How: <see cref="AuthMethod"/>; <see cref="AuthMethod.None"/> where it only said its name, with a certificate or without one.</param>
/// <param name="ClientId">As it came.</param>
/// <param name="Secret">As RFC 6749 §2.3.1 has it decoded; empty where none came.</param>
/// <param name="UndecodedSecret">
/// What stood in the Basic header, where that differs: many clients do not encode there, and a secret with a plus sign is right all the same.
/// </param>
public sealed record ClientCredentials(string Method, string ClientId, string Secret, string? UndecodedSecret = null)
{
    /// <summary>ASCII of the assertion; empty where none came.</summary>
    public ReadOnlyMemory<byte> Assertion { get; init; }

    /// <summary>The certificate whose private key the connection has been shown to hold; null for none.</summary>
    public ClientCertificate? Certificate { get; init; }

    /// <summary>A certificate says of itself nothing of how it is meant: that is as the client is registered.</summary>
    public string MethodFor(ClientSettings settings) =>
        Method == AuthMethod.None && Certificate is not null
        && settings.AuthMethod is AuthMethod.TlsClientAuth or AuthMethod.SelfSignedTlsClientAuth or AuthMethod.SpiffeX509
            ? settings.AuthMethod
            : Method;

    /// <summary>A secret is not for logs.</summary>
    public override string ToString() => $"ClientCredentials({Method})";
}

/// <summary>A certificate that a client showed.</summary>
/// <param name="Leaf">Its own.</param>
/// <param name="Intermediates">What came with it, to build a chain of; nothing in it is trusted.</param>
public sealed record ClientCertificate(X509Certificate2 Leaf, X509Certificate2Collection Intermediates);
