using System.Text;

namespace Argus.Cli.Attacks;

/// <summary>How a request says which client it is from, and proves it: with a header, with parameters, or not at all.</summary>
internal sealed record Caller(string? Authorization, params (string Name, string Value)[] Parameters)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>RFC 6749 §2.3.1, in the header.</summary>
    public static Caller Basic(string clientId, string secret) =>
        new($"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}"))}");

    /// <summary>RFC 6749 §2.3.1, in the body.</summary>
    public static Caller Post(string clientId, string secret) => new(null, ("client_id", clientId), ("client_secret", secret));

    /// <summary>RFC 7523 §2.2.</summary>
    public static Caller Assertion(string assertion) => new(null, ("client_assertion_type", AssertionType), ("client_assertion", assertion));

    /// <summary>A client that has nothing to prove it with.</summary>
    public static Caller Public(string clientId) => new(null, ("client_id", clientId));
}
