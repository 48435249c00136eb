using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>A suite that has never failed proves nothing: it must find each hole that a patch of <c>tests/Weakened</c> makes.</summary>
public class The_attack_suite_at_weakened_builds(WeakenedTree tree) : IClassFixture<WeakenedTree>
{
    private static readonly Dictionary<string, string[]> LetIn = new()
    {
        ["audience-not-checked"] = ["introspection"],
        ["client-of-any-tenant"] = ["exchange", "introspection", "par", "revocation", "ssf", "token"],
        ["proof-of-any-key"] = ["userinfo"],
        ["target-folded"] = ["introspection", "token"],
        ["target-from-a-header"] = ["token"],
        ["tenant-of-the-token"] = ["admin", "exchange", "introspection"],
    };

    [Theory(Explicit = true)]
    [Trait("Category", "Soak")]
    [MemberData(nameof(WeakenedTree.Patches), MemberType = typeof(WeakenedTree))]
    public async Task finds_the_hole(string patch)
    {
        var program = await tree.BuildAsync(patch);
        await using var place = new Place();
        var port = Ports.Free();
        await using var server = await ServerProcess.StartAsync(place.Path, port, dll: program);

        var ended = await ArgusProcess.RunAsync(
            place.Path, new Dictionary<string, string>(), "", ["attack", "--target", $"http://127.0.0.1:{port}", "--json"], TimeSpan.FromMinutes(5));

        Assert.Equal(("", 1), (ended.Errors, ended.ExitCode));
        var found = AttackedNode.Resources(ended.Json, "let_in");
        Assert.All(LetIn[patch], resource => Assert.Contains(resource, found));
    }
}
