using System.Security.Cryptography;
using System.Text;
using Argus.ResourceServer;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Receipts;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers;

public class Decisions_of_a_resource_server(Keys keys) : IClassFixture<Keys>, IDecisionSink
{
    private readonly FakeIssuers _issuers = new();
    private readonly List<VerificationDecision> _decisions = [];

    void IDecisionSink.Record(in VerificationDecision decision) => _decisions.Add(decision);

    private async Task<VerificationDecision> DecideAsync(string token)
    {
        _issuers.Publish(Forge.Issuer, keys.Issuers);
        await using var api = new Protected(_issuers, sinks: [this]);
        await api.SettleAsync();
        api.Scheme.Decisions.Record("trace", await api.JudgeAsync(token), new PresentedToken(token.AsMemory(), false));
        return Assert.Single(_decisions);
    }

    private static byte[] DigestOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task name_what_was_accepted_as_the_log_does()
    {
        var token = Protected.Token(keys.Issuers, jti: "\"j1\"");

        var decision = await DecideAsync(token);

        Assert.Equal((Forge.Issuer, "j1", ReasonCode.Accepted), (decision.Issuer, decision.JwtId, decision.Reason));
        Assert.Equal(DigestOf(token[..token.LastIndexOf('.')]), decision.Digest.ToArray());
    }

    [Fact]
    public async Task name_no_jti_that_nobody_signed()
    {
        var token = Protected.Token(keys.Issuers)[..^8] + "AAAAAAAA";

        var decision = await DecideAsync(token);

        Assert.Equal((Forge.Issuer, null, ReasonCode.TokenInvalid), (decision.Issuer, decision.JwtId, decision.Reason));
        Assert.Equal(DigestOf(token[..token.LastIndexOf('.')]), decision.Digest.ToArray());
    }

    [Fact]
    public async Task name_no_issuer_that_nobody_trusts()
    {
        var decision = await DecideAsync(Protected.Token(keys.Issuers, iss: "\"https://evil.example\""));

        Assert.Equal((null, null, ReasonCode.UnauthorizedIssuer), (decision.Issuer, decision.JwtId, decision.Reason));
    }

    [Fact]
    public async Task are_made_about_garbage_as_a_whole() => Assert.Equal(DigestOf("garbage"), (await DecideAsync("garbage")).Digest.ToArray());
}
