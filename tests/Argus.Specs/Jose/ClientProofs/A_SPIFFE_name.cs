using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Specs.Jose.ClientProofs;

public class A_SPIFFE_name
{
    [Theory]
    [InlineData("spiffe://acme.example/billing", "acme.example")]
    [InlineData("spiffe://a/B/c.d-e_f/9", "a")]
    [InlineData("spiffe://a_b-c.1/...", "a_b-c.1")]
    public void has_a_trust_domain(string text, string domain)
    {
        Assert.True(SpiffeId.TryParse(text, out var id));
        Assert.Equal((text, domain), (id.Text, id.TrustDomain));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("spiffe://")]
    [InlineData("spiffe://acme.example")]
    [InlineData("spiffe://acme.example/")]
    [InlineData("spiffe:///billing")]
    [InlineData("SPIFFE://acme.example/billing")]
    [InlineData("https://acme.example/billing")]
    [InlineData("spiffe://Acme.example/billing")]
    [InlineData("spiffe://acme.example:443/billing")]
    [InlineData("spiffe://x@acme.example/billing")]
    [InlineData("spiffe://acme.example/billing/")]
    [InlineData("spiffe://acme.example//billing")]
    [InlineData("spiffe://acme.example/./billing")]
    [InlineData("spiffe://acme.example/a/../billing")]
    [InlineData("spiffe://acme.example/bil%6Cing")]
    [InlineData("spiffe://acme.example/billing?x=1")]
    [InlineData("spiffe://acme.example/billing#x")]
    [InlineData("spiffe://acme.example/bílling")]
    [InlineData(" spiffe://acme.example/billing")]
    public void is_refused(string? text) => Assert.False(SpiffeId.TryParse(text, out _));

    [Fact]
    public void is_bounded()
    {
        Assert.True(SpiffeId.TryParse("spiffe://a/" + new string('x', 2037), out _));
        Assert.False(SpiffeId.TryParse("spiffe://a/" + new string('x', 2038), out _));
        Assert.False(SpiffeId.TryParse($"spiffe://{new string('a', 256)}/x", out _));
    }
}
