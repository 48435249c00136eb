using Argus.Domain.SpiffeTrustDomains;

namespace Argus.Specs.Domain;

public class A_SPIFFE_trust_domain
{
    private static readonly TrustDomainDescribed Described = new("{\"keys\":[]}", "acme.example");

    [Fact]
    public void is_described_once()
    {
        SpiffeTrustDomainDecider.Describe(Given(), Described).Gives(Described);
        SpiffeTrustDomainDecider.Describe(Given(Described), Described).Gives();
        SpiffeTrustDomainDecider.Describe(Given(Described), Described with { Bundle = "{}" }).Gives(Described with { Bundle = "{}" });
    }

    [Fact]
    public void is_taken_away_once()
    {
        SpiffeTrustDomainDecider.Remove(Given(Described)).Gives(new TrustDomainRemoved());
        SpiffeTrustDomainDecider.Remove(Given(Described, new TrustDomainRemoved())).Gives();
        SpiffeTrustDomainDecider.Remove(Given()).Gives();
    }

    private static SpiffeTrustDomainState Given(params ISpiffeTrustDomainEvent[] events) => events.Aggregate(SpiffeTrustDomainState.Initial, SpiffeTrustDomainState.Evolve);
}
