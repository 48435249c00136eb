using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Argus.Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Argus.Specs.Jose;

/// <summary>The same tokens seen by a library that nobody here wrote.</summary>
public class A_token_between_Argus_and_Microsoft(Keys keys) : IClassFixture<Keys>
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    [Fact]
    public void is_accepted_there_when_made_here()
    {
        var header = UnsignedJws.EncodeHeader(keys.Issuers.Kid, TokenType.AccessToken);
        var unsigned = UnsignedJws.Create(header, Encoding.UTF8.GetBytes(Forge.Payload()), keys.Issuers.SignatureLength);
        var compact = Encoding.ASCII.GetString(unsigned.Sign(keys.Issuers).Span);

        var result = _handler.ValidateToken(compact, Parameters(keys.Issuers.PublicJwk));

        Assert.True(result.IsValid, result.Exception?.Message);
        var token = Assert.IsType<JsonWebToken>(result.SecurityToken);
        Assert.Equal(("RS256", TokenType.AccessToken, keys.Issuers.Kid), (token.Alg, token.Typ, token.Kid));
        Assert.Equal(("client:orders", "01J9Z3"), (token.Subject, token.Id));
    }

    [Fact]
    public void is_refused_there_when_its_payload_was_changed()
    {
        var segments = Forge.Sound(keys.Issuers).Split('.');
        segments[1] = Forge.Encode(Forge.Payload(sub: "\"client:admin\""));

        Assert.False(_handler.ValidateToken(string.Join('.', segments), Parameters(keys.Issuers.PublicJwk)).IsValid);
    }

    [Fact]
    public void is_accepted_here_when_made_there()
    {
        var compact = Theirs(SecurityAlgorithms.RsaSha256);

        Assert.Equal(TokenFault.None, keys.Validate(compact, out var token));
        Assert.Equal(("client:orders", "01J9Z3", "orders"), (token!.Subject, token.JwtId, token.ClientId));
        Assert.Equal([Forge.Audience], token.Audiences);
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha384)]
    [InlineData(SecurityAlgorithms.RsaSha512)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    public void is_refused_here_when_made_there_with_another_algorithm(string algorithm) =>
        Assert.Equal(TokenFault.WrongAlgorithm, keys.Validate(Theirs(algorithm)));

    [Fact]
    public void keys_written_here_are_read_there()
    {
        var set = new JsonWebKeySet(Encoding.UTF8.GetString(JwkSet.Write([keys.Issuers.PublicJwk])));

        var key = Assert.Single(set.Keys);
        Assert.Equal((keys.Issuers.Kid, keys.Issuers.PublicJwk.N, "sig", "RS256"), (key.Kid, key.N, key.Use, key.Alg));
    }

    private string Theirs(string algorithm)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Forge.Issuer,
            Audience = Forge.Audience,
            IssuedAt = Forge.Now.UtcDateTime,
            NotBefore = Forge.Now.UtcDateTime,
            Expires = Forge.Now.UtcDateTime.AddMinutes(10),
            Subject = new ClaimsIdentity([new Claim("sub", "client:orders"), new Claim("jti", "01J9Z3"), new Claim("client_id", "orders")]),
            AdditionalHeaderClaims = new Dictionary<string, object> { ["typ"] = TokenType.AccessToken },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(keys.IssuersRsa) { KeyId = keys.Issuers.Kid }, algorithm)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        };
        return _handler.CreateToken(descriptor);
    }

    private static TokenValidationParameters Parameters(RsaPublicJwk jwk) => new()
    {
        ValidIssuer = Forge.Issuer,
        ValidAudience = Forge.Audience,
        ValidTypes = [TokenType.AccessToken],
        LifetimeValidator = (from, until, _, _) => from <= Forge.Now.UtcDateTime && Forge.Now.UtcDateTime < until,
        IssuerSigningKey = new RsaSecurityKey(new System.Security.Cryptography.RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(jwk.N),
            Exponent = Base64Url.DecodeFromChars(jwk.E),
        })
        {
            KeyId = jwk.Kid,
        },
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    };
}
