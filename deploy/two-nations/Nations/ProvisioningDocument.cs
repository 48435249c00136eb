namespace Argus.TwoNations.Nations;

/// <summary>What a nation's deployment starts with. Whoever reads it can verify, and sign nothing.</summary>
internal static class ProvisioningDocument
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    // A period as short as the announcement: the next key is needed soon, and is made at once.
    private const string Policy =
        """{ "clock_skew": 3, "jwks_max_age": 2, "verifier_poll_interval": 0, "key_announce": 3600, "key_rotation_period": 3600 }""";

    /// <param name="own">The nation.</param>
    /// <param name="other">The one beside it.</param>
    /// <param name="operatorKeys">Of who operates the deployment, as a JWK set.</param>
    public static string Of(Nation own, Nation other, string operatorKeys) => $$"""
        { "tenants": [
          { "tenant": "system",
            "resources": [ { "resource": "{{own.At.Admin}}", "scopes": ["argus.admin", "argus.audit", "argus.operate"] } ],
            "clients": [
              { "client_id": "{{Operator.ClientId}}", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{operatorKeys}},
                "grant_types": ["client_credentials"], "scope": "argus.admin argus.audit argus.operate", "resources": ["{{own.At.Admin}}"] } ] },
          { "tenant": "{{own.Names.Nation}}", "policy": {{Policy}},
            "resources": [
              { "resource": "{{own.Names.Api}}", "scopes": ["{{NationNames.Read}}", "{{NationNames.Write}}"] },
              { "resource": "{{own.Names.Archive}}", "scopes": ["{{NationNames.Read}}"] },
              { "resource": "{{other.Names.Api}}", "scopes": ["{{NationNames.Read}}", "{{NationNames.Write}}"] },
              { "resource": "{{other.At.Issuer}}", "scopes": ["{{NationNames.Read}}"] } ],
            "clients": [
              { "client_id": "{{NationNames.Portal}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
                "redirect_uris": ["{{NationNames.Callback}}"], "scope": "openid offline_access {{NationNames.Read}}", "resources": ["{{own.Names.Api}}"] },
              { "client_id": "{{own.Names.Service}}", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{own.Service.PublicJwks}},
                "grant_types": ["client_credentials", "{{Exchange}}"], "scope": "{{NationNames.Read}} {{NationNames.Write}}",
                "resources": ["{{own.Names.Api}}", "{{own.Names.Archive}}", "{{other.Names.Api}}", "{{other.At.Issuer}}"],
                "introspects": ["{{own.Names.Api}}", "{{own.Names.Archive}}"] },
              { "client_id": "{{other.Names.Service}}", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{other.Service.PublicJwks}},
                "grant_types": ["{{JwtBearer}}", "{{Exchange}}"], "scope": "{{NationNames.Read}}", "resources": ["{{own.Names.Api}}"],
                "introspects": ["{{other.Names.Api}}"] } ] } ] }
        """;

    /// <summary>The other nation as a peer: who it is, where its public keys are, and how far it is trusted.</summary>
    public static string PeerOf(Nation own, Nation other) => $$"""
        { "issuer": "{{other.At.Issuer}}", "jwks_uri": "{{other.At.Jwks}}", "subject_prefix": "{{other.Names.Nation}}:",
          "audiences": ["{{own.Names.Api}}", "{{own.Names.Archive}}"], "scope": "{{NationNames.Read}}", "max_lifetime": 600 }
        """;
}
