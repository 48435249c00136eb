using Argus.Jose;
using Argus.ResourceServer;
using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Revocation;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers;

public class A_token_at_a_resource_server(Keys keys) : IClassFixture<Keys>
{
    private readonly FakeIssuers _issuers = new();

    private async Task<Protected> StartAsync(Action<ArgusOptions>? configure = null)
    {
        _issuers.Publish(Forge.Issuer, keys.Issuers);
        return await Protected.StartAsync(_issuers, configure);
    }

    [Fact]
    public async Task is_accepted_with_all_that_it_says()
    {
        await using var api = await StartAsync();

        var verdict = await api.JudgeAsync(Protected.Token(keys.Issuers, ""","fid":"f1" """));

        Assert.Equal(ReasonCode.Accepted, verdict.Reason);
        Assert.Equal((Forge.Issuer, "client:orders", "orders", "f1"), (verdict.Token!.Issuer, verdict.Token.Subject, verdict.Token.ClientId, verdict.Token.FamilyId));
        Assert.Equal(["orders.read"], verdict.Token.Scopes);
    }

    [Fact]
    public async Task of_an_issuer_that_nobody_named_is_refused()
    {
        await using var api = await StartAsync();

        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(Protected.Token(keys.Issuers, iss: "\"https://auth.example/t/acme/\"")));
        Assert.Equal(ReasonCode.UnauthorizedIssuer, await api.ReasonAsync(Protected.Token(keys.Issuers, iss: "\"https://AUTH.example/t/acme\"")));
    }

    [Fact]
    public async Task for_another_API_is_refused()
    {
        await using var api = await StartAsync();

        Assert.Equal(ReasonCode.AudienceMismatch, await api.ReasonAsync(Protected.Token(keys.Issuers, aud: "\"https://stock.acme.example\"")));
    }

    [Fact]
    public async Task for_another_name_of_the_API_is_accepted()
    {
        await using var api = await StartAsync(options => options.Audiences.Add("urn:api"));

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(keys.Issuers, aud: "\"urn:api\"")));
    }

    [Fact]
    public async Task expires_after_the_tolerance_also_when_it_is_remembered()
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers);
        await api.RememberAsync(token);

        await api.PassAsync(TimeSpan.FromSeconds(659));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));

        await api.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ReasonCode.TokenExpired, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.TokenExpired, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b.c")]
    [InlineData("...")]
    [InlineData("é.é.é")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2F1dGguZXhhbXBsZS90L2FjbWUifQ.")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpc3MiOiJcdWQ4MDAifQ.AAAA")]
    public async Task that_is_none_is_refused(string text)
    {
        await using var api = await StartAsync();

        Assert.Equal(ReasonCode.TokenInvalid, await api.ReasonAsync(text));
    }

    [Fact]
    public async Task of_another_kind_is_refused()
    {
        await using var api = await StartAsync();
        var idToken = Forge.Sign(keys.Issuers, $$"""{"alg":"RS256","kid":"{{keys.Issuers.Kid}}","typ":"JWT"}""", Forge.Payload());

        Assert.Equal(ReasonCode.TokenInvalid, await api.ReasonAsync(idToken));
    }

    [Fact]
    public async Task with_a_foreign_signature_is_refused()
    {
        await using var api = await StartAsync();
        var header = $$"""{"alg":"RS256","kid":"{{keys.Issuers.Kid}}","typ":"at+jwt"}""";

        Assert.Equal(ReasonCode.TokenInvalid, await api.ReasonAsync(Forge.Sign(keys.Attackers, header, Forge.Payload())));
    }

    [Fact]
    public async Task that_was_remembered_is_not_taken_for_one_with_another_signature()
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers);
        await api.RememberAsync(token);

        var forged = token[..^8] + (token[^8..] == "AAAAAAAA" ? "BBBBBBBB" : "AAAAAAAA");

        Assert.Equal(ReasonCode.TokenInvalid, await api.ReasonAsync(forged));
    }

    [Fact]
    public async Task larger_than_16_KiB_is_refused()
    {
        await using var api = await StartAsync();

        Assert.Equal(ReasonCode.TokenInvalid, await api.ReasonAsync(Protected.Token(keys.Issuers, $$""","x":"{{new string('x', 16 * 1024)}}" """)));
    }

    [Fact]
    public async Task without_a_scope_that_the_API_needs_is_refused()
    {
        await using var api = await StartAsync(options => options.RequiredScopes.Add("orders.write"));

        Assert.Equal(ReasonCode.InsufficientScope, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Theory]
    [InlineData(RevocationAnswer.Revoked, ReasonCode.TokenRevoked)]
    [InlineData(RevocationAnswer.Unknown, ReasonCode.RevocationUnavailable)]
    public async Task is_asked_about_each_time(object answer, string reason)
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers);
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));

        api.Revoked = (RevocationAnswer)answer;

        Assert.Equal(reason, await api.ReasonAsync(token));
    }

    [Fact]
    public async Task is_not_asked_about_where_nobody_wants_to_know()
    {
        await using var api = await StartAsync(options => options.Revocation = RevocationMode.None);
        api.Revoked = RevocationAnswer.Unknown;

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Fact]
    public async Task with_a_lifetime_beyond_the_APIs_bound_is_refused()
    {
        await using var api = await StartAsync(options => options.MaxTokenLifetime = TimeSpan.FromSeconds(599));

        Assert.Equal(ReasonCode.TokenInvalid, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Fact]
    public async Task is_accepted_again_where_none_is_remembered()
    {
        await using var api = await StartAsync(options => options.RememberedTokens = 0);
        var token = Protected.Token(keys.Issuers);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));
    }

    [Fact]
    public async Task of_a_caller_that_an_operation_does_not_name_is_refused()
    {
        await using var api = await StartAsync();
        var demand = new OperationDemand([Forge.Audience], [], [new ArgusRequirement(clients: ["billing"])]);

        Assert.Equal(ReasonCode.CallerNotAllowed, await api.ReasonAsync(Protected.Token(keys.Issuers), demand: demand));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(keys.Issuers, ""","act":{"sub":"client:billing"}"""), demand: demand));
        Assert.Equal(ReasonCode.CallerNotAllowed, await api.ReasonAsync(Protected.Token(keys.Issuers, ""","act":{"sub":"billing"}"""), demand: demand));
        Assert.Equal(ReasonCode.CallerNotAllowed, await api.ReasonAsync(Protected.Token(keys.Issuers, ""","act":{"sub":"client:billing","iss":"https://x"}"""), demand: demand));
        Assert.Equal(
            ReasonCode.CallerNotAllowed, await api.ReasonAsync(Protected.Token(keys.Issuers, ""","act":{"sub":"client:shop","act":{"sub":"client:billing"}}"""), demand: demand));
    }

    [Fact]
    public async Task for_an_operations_own_audience_is_good_there_only()
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers, aud: "\"urn:payments\"");
        var demand = new OperationDemand([Forge.Audience], [], [new ArgusRequirement(audience: "urn:payments")]);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token, demand: demand));
        Assert.Equal(ReasonCode.AudienceMismatch, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.AudienceMismatch, await api.ReasonAsync(Protected.Token(keys.Issuers), demand: demand));
    }
}
