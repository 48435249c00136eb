using Argus.Jose;

namespace Argus.ResourceServer.Receipts;

/// <summary>As whom receipts are handed in, and to whom.</summary>
/// <param name="ClientId"><c>iss</c></param>
/// <param name="Issuer"><c>aud</c></param>
/// <param name="Key">Signs.</param>
internal sealed record ReceiptIdentity(string ClientId, string Issuer, SigningKey Key);
