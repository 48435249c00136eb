using System.Security.Cryptography;

namespace Argus.ResourceServer.Receipts;

/// <summary>To whom an API hands in receipts of its decisions, and as whom. Read once, when it is set up.</summary>
public sealed class ArgusReceiptsOptions
{
    /// <summary>The issuer whose tokens the receipts are about, exactly as it stands in <c>iss</c>. Required.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The API's client at that issuer: one with <c>jwks</c>, that introspects the API's resource. Required.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The private half of a key in that client's <c>jwks</c>: RSA, 2048 to 4096 bits. Required. It stays the caller's, and must live as long as the API.</summary>
    public RSA? SigningKey { get; set; }

    /// <summary>How often receipts are handed in: 100 ms to 1 h. Sooner when there are many.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What they are sent through; null for the platform's own. It must not follow redirects.</summary>
    public HttpMessageHandler? Backchannel { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
