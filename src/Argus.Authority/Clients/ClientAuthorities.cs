using System.Security.Cryptography.X509Certificates;

namespace Argus.Authority.Clients;

/// <summary>The authorities whose certificates name clients (RFC 8705 §2.1), for all tenants of the node.</summary>
public sealed record ClientAuthorities(X509Certificate2Collection Certificates);
