using System.Security.Cryptography.X509Certificates;
using Argus.Jose;

namespace Argus.ResourceServer;

/// <summary>
/// The client that a service is when it calls others: who it is at which issuer, and the one credential by which it shows it. Read once; wrong options stop the
/// start with a message that names the option.
/// </summary>
public sealed class ArgusClientOptions
{
    /// <summary>The issuer, exactly as its metadata says it (RFC 8414 §3.3): https, or http to this machine.</summary>
    public string Issuer { get; set; } = "";

    /// <summary><c>client_id</c></summary>
    public string ClientId { get; set; } = "";

    /// <summary>A credential: the client secret, sent as RFC 6749 §2.3.1 has it (<c>client_secret_basic</c>).</summary>
    public string? ClientSecret { get; set; }

    /// <summary>A credential: the key that signs assertions (<c>private_key_jwt</c>, RFC 7523 §2.2). Whoever made it disposes it.</summary>
    public SigningKey? SigningKey { get; set; }

    /// <summary>
    /// A credential: the certificate that is shown in TLS (RFC 8705 §2), to the issuer and to the APIs that are called. Whoever made it disposes it.
    /// </summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Whether tokens are bound to a key that this process makes for itself and proves with each call (RFC 9449).</summary>
    public bool Dpop { get; set; }

    /// <summary>How long getting a token may take, metadata included: 1 s to 60 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many tokens are kept, at least 1. The one that was not used for longest goes first.</summary>
    public int MostTokens { get; set; } = 10_000;
}
