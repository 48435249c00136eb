using System.Text.Json;
using Argus.IntegrationTests.CommandLine;

namespace Argus.IntegrationTests.Audit;

/// <summary>What two replays of one export, the second written elsewhere, must say alike.</summary>
internal static class Replays
{
    /// <summary>The verifier that was written elsewhere finds the same, and makes the same of every projection that the manifest tells of.</summary>
    /// <param name="ours">What <c>argus audit replay --json</c> said of it.</param>
    /// <param name="export">Its directory.</param>
    public static async Task<Ended> AgreeAsync(Ended ours, string export)
    {
        var other = await IndependentVerifier.RunAsync("replay", export);
        Assert.Equal(Finding.Of(ours), Finding.Of(other));
        var projections = Projections(ours);
        Assert.NotEmpty(projections);
        Assert.Equal(projections, Projections(other));
        return ours;
    }

    /// <summary>Each projection of the manifest: its name, its position, what was found of it, and the digest that the entries make.</summary>
    public static IReadOnlyList<string> Projections(Ended replayed) =>
    [
        .. replayed.Json.GetProperty("projections").EnumerateArray().Where(IsOfExport)
            .Select(item => (Name: item.GetProperty("name").GetString(), Position: item.GetProperty("position").GetInt64(), Result: item.GetProperty("result").GetString(), Item: item))
            .Select(item => $"{item.Name} {item.Position} {item.Result} {(item.Result == "beyond" ? "" : item.Item.GetProperty("expected").GetString())}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Not of a node that was asked too.</summary>
    private static bool IsOfExport(JsonElement projection) => !projection.TryGetProperty("of", out var of) || of.GetString() == "export";
}
