namespace Argus.IntegrationTests.Http.Driving;

/// <summary>What a test may want of its node.</summary>
internal sealed record NodeSettings
{
    /// <summary>Null: the node brings its own.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The document itself.</summary>
    public string? Provisioning { get; init; }

    /// <summary>Null: a new one, removed with the node.</summary>
    public string? Directory { get; init; }

    /// <summary>Where it listens; null: on a free port.</summary>
    public Uri? Url { get; init; }

    /// <summary>Null: where the node listens.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>What the node takes for the time; null: the system's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>The loopback address that the test's own requests come from; null: any.</summary>
    public System.Net.IPAddress? From { get; init; }

    /// <summary>What they call themselves.</summary>
    public string? UserAgent { get; init; }

    /// <summary>More arguments, as on the command line.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    public async Task<string[]> ArgumentsAsync(Uri url, string directory)
    {
        List<string> arguments =
        [
            "--urls", url.ToString(), "--Argus:PublicUrl", (PublicUrl ?? url).ToString(), "--Argus:DataDirectory", directory,
            "--Logging:Console:LogLevel:Default", "None", "--Logging:LogLevel:Default", "Debug",
            // A busy machine is slow, and no test of this is about that; who is about it says so behind this.
            "--Argus:AppendTimeout", "30",
        ];
        if (ConnectionString is not null)
            arguments.AddRange("--ConnectionStrings:Argus", ConnectionString);
        if (Provisioning is not null)
        {
            var path = Path.Combine(directory, "provisioning.json");
            await File.WriteAllTextAsync(path, Provisioning);
            arguments.AddRange("--Argus:Provisioning", path);
        }

        return [.. arguments, .. More];
    }
}
