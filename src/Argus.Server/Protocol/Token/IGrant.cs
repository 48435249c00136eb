using Argus.Authority.Clients;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>One grant type of the token endpoint.</summary>
internal interface IGrant
{
    /// <summary>The value of <c>grant_type</c>.</summary>
    string GrantType { get; }

    ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form);
}
