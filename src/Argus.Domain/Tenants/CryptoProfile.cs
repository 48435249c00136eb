namespace Argus.Domain.Tenants;

/// <summary>What a tenant's keys are measured by in the compliance report. It refuses nothing: a key that falls short is reported until it is rotated.</summary>
/// <param name="Name">As it stands in the policy.</param>
/// <param name="LeastBits">The smallest modulus.</param>
/// <param name="Source">Where the demand comes from.</param>
public sealed record CryptoProfile(string Name, int LeastBits, string Source)
{
    public const string Baseline = "baseline";

    private static readonly CryptoProfile[] All =
    [
        new(Baseline, 2048, "RFC 7518 §3.3"),
        new("bsi-tr-02102", 3000, "BSI TR-02102-1: RSA of 3000 bits and more"),
        new("cnsa-like", 3072, "CNSA 1.0: RSA of 3072 bits and more"),
    ];

    public static IEnumerable<string> Names => All.Select(profile => profile.Name);

    public static CryptoProfile? Find(string name) => Array.Find(All, profile => profile.Name == name);
}
