using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Argus.IntegrationTests.TestOrder))]
[assembly: TestCollectionOrderer(typeof(Argus.IntegrationTests.TestOrder))]

namespace Argus.IntegrationTests;

/// <summary>
/// One order of the tests wherever the checkout lies; the runner's own goes by the path of the assembly. None of them may depend on it: <c>ARGUS_TEST_ORDER</c>
/// stands for another order, one for each of its values.
/// </summary>
public sealed class TestOrder : ITestCaseOrderer, ITestCollectionOrderer
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("ARGUS_TEST_ORDER") ?? "";

    /// <summary>What takes a minute or more begins first, or at the end all wait for the last of them.</summary>
    private static readonly string[] Long =
    [
        Custody.SoftHsmCollection.Name, Tamper.AuditedCollection.Name, nameof(Concurrency.Rotations_by_many_servers), nameof(Interop.A_rollover_under_load),
        nameof(Audit.A_verifier_that_was_written_elsewhere), nameof(CommandLine.The_attack_suite), nameof(Http.Provisioning_at_start),
    ];

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => Place(test.TestCaseDisplayName), StringComparer.Ordinal)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(IsLong).ThenBy(collection => Place(NameOf(collection)), StringComparer.Ordinal)];

    private static bool IsLong<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection => Long.Any(name => NameOf(collection).EndsWith(name, StringComparison.Ordinal));

    // Behind the name of a class without a collection of its own stands a number that goes by the path of the assembly.
    private static string NameOf(ITestCollection collection) => collection.TestCollectionDisplayName.Split(" (id: ")[0];

    private static string Place(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed} {name}")));
}
