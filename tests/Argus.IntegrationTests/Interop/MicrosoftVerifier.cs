using Argus.IntegrationTests.Http.Driving;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Argus.IntegrationTests.Interop;

/// <summary>
/// A resource server on Microsoft.IdentityModel, with a ConfigurationManager as it comes. Where a key is not known it does as the exception's documentation bids:
/// asks for a refresh, and validates once more.
/// </summary>
internal sealed class MicrosoftVerifier(string issuer, string audience) : IDocumentRetriever
{
    private readonly HttpDocumentRetriever _http = new() { RequireHttps = false };
    private ConfigurationManager<OpenIdConnectConfiguration>? _manager;

    /// <summary>Documents that the manager asked for: metadata and JWKS, each time.</summary>
    public int Requests { get; private set; }

    public int Verified { get; private set; }

    /// <summary>Tokens that were found good only after a refresh.</summary>
    public int Repeated { get; private set; }

    public HashSet<string> Kids { get; } = [];

    private ConfigurationManager<OpenIdConnectConfiguration> Manager =>
        _manager ??= new($"{issuer}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), this);

    /// <exception cref="SecurityTokenException">The token is not good.</exception>
    public async Task VerifyAsync(string token)
    {
        var result = await ValidateAsync(token);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            Manager.RequestRefresh();
            result = await ValidateAsync(token);
            Repeated++;
        }

        if (!result.IsValid)
            throw result.Exception;
        Verified++;
        Kids.Add(new Compact(token).Header.GetProperty("kid").GetString()!);
    }

    public Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        Requests++;
        return _http.GetDocumentAsync(address, cancel);
    }

    private async Task<TokenValidationResult> ValidateAsync(string token)
    {
        var configuration = await Manager.GetConfigurationAsync(TestContext.Current.CancellationToken);
        return new JsonWebTokenHandler().ValidateToken(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKeys = configuration.SigningKeys,
            RequireSignedTokens = true,
        });
    }
}
