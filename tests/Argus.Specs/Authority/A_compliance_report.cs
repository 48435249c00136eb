using Argus.Authority.Compliance;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Specs.Authority.Keys;
using Argus.Specs.Domain;

namespace Argus.Specs.Authority;

using static Rings;

/// <summary>What falls short, each with the entry that proves it, and nothing else.</summary>
public class A_compliance_report
{
    private const long PolicyPosition = 4;
    private const int Patience = 3_600;

    private static readonly TenantPolicy Policy = new() { KeyRotationPeriod = 100_000 };

    [Fact]
    public void has_nothing_against_a_tenant_that_complies()
    {
        var report = Report(Policy, 12_000, Announced);

        Assert.Empty(report.Violations);
        Assert.Equal(("baseline", PolicyPosition), (report.Profile.Name, report.PolicyPosition));
        Assert.Equal([(A, 11_000L), (B, 10_900L)], report.Keys.Select(evidence => (evidence.Key.Kid, evidence.Age)));
        Assert.Equal([(100L, "key.generated"), (101L, "key.published"), (102L, "key.activated")], report.Keys[0].Entries.Select(entry => (entry.Position, entry.Type)));
        Assert.Equal([(103L, "key.generated"), (104L, "key.published")], report.Keys[1].Entries.Select(entry => (entry.Position, entry.Type)));
    }

    [Theory]
    [InlineData("baseline", 2047, false)]
    [InlineData("baseline", 2048, true)]
    [InlineData("bsi-tr-02102", 2999, false)]
    [InlineData("bsi-tr-02102", 3000, true)]
    [InlineData("cnsa-like", 3071, false)]
    [InlineData("cnsa-like", 3072, true)]
    public void measures_each_key_by_the_profile(string name, int bits, bool holds)
    {
        var policy = Policy with { CryptoProfile = name, KeyBits = 4096 };
        var profile = CryptoProfile.Find(name)!;
        var detail = $"{bits} bits; {name} asks for {profile.LeastBits} or more ({profile.Source})";

        var generated = Report(policy, 1_000, [new KeyGenerated(1_000, bits, "file", A, "n"), .. Begun[1..]]);
        var imported = Report(policy, 1_000, [new KeyImported(1_000, bits, "file", A, "n"), .. Begun[1..]]);

        Violation[] expected = holds ? [] : [new Violation("key_size", A.Value, detail, 100)];
        Assert.Equal(expected, generated.Violations);
        Assert.Equal(expected, imported.Violations);
    }

    [Theory]
    [InlineData("baseline", 2048, true)]
    [InlineData("bsi-tr-02102", 2048, false)]
    [InlineData("bsi-tr-02102", 3072, true)]
    [InlineData("cnsa-like", 2048, false)]
    [InlineData("cnsa-like", 3072, true)]
    [InlineData("cnsa-like", 4096, true)]
    public void measures_the_policy_by_its_own_profile(string name, int bits, bool holds)
    {
        var report = Report(Policy with { CryptoProfile = name, KeyBits = bits }, 1_000, [new KeyGenerated(1_000, 4096, "file", A, "n"), .. Begun[1..]]);

        var profile = CryptoProfile.Find(name)!;
        Assert.Equal(
            holds
                ? []
                : [new Violation("policy_key_bits", null, $"key_bits is {bits}; {name} asks for {profile.LeastBits} or more ({profile.Source})", PolicyPosition)],
            report.Violations);
    }

    [Fact]
    public void does_not_measure_what_is_shown_no_more()
    {
        IKeyRingEvent[] small = [new KeyGenerated(1_000, 1024, "file", A, "n"), .. Settled[1..]];

        Assert.Empty(Report(Policy, 14_000, small).Violations);
        Assert.Single(Report(Policy, 12_000, small[..^1]).Violations, violation => violation.Rule == "key_size");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void gives_a_rotation_an_hour_beyond_its_period(int beyond, bool holds)
    {
        var now = 1_000 + Policy.KeyRotationPeriod + Patience + beyond;

        var report = Report(Policy, now, Begun);

        Assert.Equal(
            holds ? [] : [new Violation("rotation_overdue", A.Value, $"active for {now - 1_000} s; the period is 100000 s", 102)],
            report.Violations);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void gives_the_destruction_of_a_private_half_an_hour(int beyond, bool holds)
    {
        var deactivated = Report(Policy, 11_000 + Patience + beyond, Rotated);
        var revoked = Report(Policy, 1_200 + Patience + beyond, [.. Announced, new KeyRevoked(1_200, null, B, "stolen")]);
        var replaced = Report(Policy, 1_200 + Patience + beyond, [.. Announced, new KeyRetired(1_200, B)]);

        Assert.Equal(holds ? [] : [Kept(A, 105)], deactivated.Violations);
        Assert.Equal(holds ? [] : [Kept(B, 105)], revoked.Violations);
        Assert.Equal(holds ? [] : [Kept(B, 105)], replaced.Violations);
        Assert.Empty(Report(Policy, 11_000 + Patience + beyond, [.. Rotated, new PrivateKeyDestroyed(11_000, A)]).Violations);
        Assert.Equal(Kept(A, 105).Position, Assert.Single(Report(Policy, 15_000, [.. Rotated, new KeyRetired(13_000, A)]).Violations).Position);

        static Violation Kept(Kid kid, long position) =>
            new("private_half_kept", kid.Value, $"spent for {Patience + 1} s, and no receipt for the destruction of its private half", position);
    }

    [Fact]
    public void says_that_no_key_signs()
    {
        Assert.Equal([new Violation("no_active_key", null, "No key signs.", PolicyPosition)], Report(Policy, 1_000).Violations);
        Assert.Equal(
            [new Violation("no_active_key", null, "No key signs.", 103)],
            Report(Policy, 1_300, [.. Begun, new KeyRevoked(1_200, null, A, "stolen")]).Violations);
    }

    [Fact]
    public async Task is_read_from_the_log_with_the_positions_that_it_has_there()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        await node.ApplyAsync("""{"tenants":[{"tenant":"acme","display_name":"Acme","policy":{"crypto_profile":"cnsa-like"}}]}""");
        var events = await node.Log.Events();

        var report = await new ComplianceProjection(node.Log, node.Clock).ReadAsync(Samples.Acme);

        var policy = events.Single(recorded => recorded.Event is TenantPolicyChanged).Position;
        var generated = events.Single(recorded => recorded.Event is KeyGenerated).Position;
        Assert.Equal([("policy_key_bits", policy), ("key_size", generated)], report.Violations.Select(violation => (violation.Rule, violation.Position)));
        Assert.Equal(policy, report.PolicyPosition);
        Assert.Equal(
            events.Where(recorded => recorded.Event is IKeyRingEvent).Select(recorded => (recorded.Position, recorded.Time)),
            report.Keys.Single().Entries.Select(entry => (entry.Position, entry.Time)));
    }

    /// <summary>The ring's entries stand from position 100 on.</summary>
    private static ComplianceReport Report(TenantPolicy policy, long now, params IKeyRingEvent[] events) => ComplianceProjection.Report(
        policy,
        PolicyPosition,
        [.. events.Select((@event, i) => new RecordedEvent("acme", 100 + i, KeyRingState.Stream, i, At(now), "spec", "c", @event))],
        now);
}
