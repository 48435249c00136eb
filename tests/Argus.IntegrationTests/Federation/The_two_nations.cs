using System.Globalization;
using System.Text.RegularExpressions;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Federation;

/// <summary>The demonstration of deploy/two-nations, as its reader runs it.</summary>
public sealed partial class The_two_nations
{
    private static readonly TimeSpan LongestStory = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task trust_each_other_with_public_keys_until_one_of_them_does_not()
    {
        await using var place = new Place();
        await using var story = new StoryProcess(place.Path);

        var exitCode = await story.EndsAsync(LongestStory);

        Assert.True(exitCode == 0, story.Output);
        string[] lines =
        [
            "✓ the provisioning document of north has public keys, and no secret, password or private key",
            "✓ the trust bundle is signed by south and has the keys of both, by issuer",
            "✓ let in by south's trust bundle, as north:client:north-logistics",
            "✓ refused: 403 Forbidden",
            "✓ act names north-logistics as south knows it, and before it as north does",
            "✓ act names south-weather as north knows it, and before it as south does",
            "✓ not one crossing failed",
            "✓ at introspection all three are dead at once",
            "✓ south's API denies north's own token",
            "✓ and the one of south that was made from north's",
            "✓ bora is: from south's API to north's, and to north's archive",
            "✓ the log of north has every position from 0 on, once",
            "✓ the log of south has every position from 0 on, once",
        ];
        Assert.All(lines, line => Assert.Contains(line, story.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("✗", story.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Token(), story.Output);
        Assert.Empty(Left(place));
    }

    [Fact]
    public async Task leave_nothing_behind_when_the_reader_has_enough()
    {
        await using var place = new Place();
        await using var story = new StoryProcess(place.Path);
        await Eventually.Holds("both servers are started", TimeSpan.FromSeconds(60), () => Servers().Count(story.Output) == 2);
        int[] servers = [.. Servers().Matches(story.Output).Select(server => int.Parse(server.Groups[1].Value, CultureInfo.InvariantCulture))];

        await Shell.RunAsync($"kill -INT {story.Id}");
        var exitCode = await story.EndsAsync(TimeSpan.FromSeconds(90));

        Assert.True(exitCode == 130, story.Output);
        Assert.DoesNotContain(servers, Processes.Lives);
        Assert.Empty(Processes.Mentioning(place.Path));
        Assert.Empty(Left(place));
    }

    private static string[] Left(Place place) => Directory.GetDirectories(place.Path, "argus-two-nations-*");

    [GeneratedRegex("process ([0-9]+)")]
    private static partial Regex Servers();

    /// <summary>A whole JWS, as nobody should ever print it.</summary>
    [GeneratedRegex(@"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")]
    private static partial Regex Token();
}
