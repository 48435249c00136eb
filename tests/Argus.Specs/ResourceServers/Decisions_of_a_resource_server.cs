using System.Diagnostics.Metrics;
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

    /// <summary>CVE-2026-16100: a label for each made-up text would fill the memory of whoever collects them.</summary>
    [Fact]
    public async Task are_counted_under_names_that_no_request_can_choose()
    {
        _issuers.Publish(Forge.Issuer, keys.Issuers);
        await using var api = await Protected.StartAsync(_issuers);
        var tags = new HashSet<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, _, named, _) =>
        {
            if (!ReferenceEquals(instrument.Meter, api.Meter)) return;
            foreach (var (_, value) in named)
                tags.Add((string)value!);
        });
        listener.Start();

        foreach (var token in Enumerable.Range(0, 20).Select(each => Protected.Token(keys.Issuers, iss: $"\"https://evil-{each}.example\"")).Append(Protected.Token(keys.Issuers)).Append("garbage"))
            api.Scheme.Decisions.Record("trace", await api.JudgeAsync(token), new PresentedToken(token.AsMemory(), false));

        Assert.Equal(
            new[] { ReasonCode.Accepted, ReasonCode.TokenInvalid, ReasonCode.UnauthorizedIssuer, Forge.Issuer, "none", "hit", "miss" }.Order(),
            tags.Order());
    }

    [Fact]
    public async Task are_made_about_garbage_as_a_whole() => Assert.Equal(DigestOf("garbage"), (await DecideAsync("garbage")).Digest.ToArray());
}
