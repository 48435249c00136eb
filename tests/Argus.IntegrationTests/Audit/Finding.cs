using System.Text.Json;
using Argus.IntegrationTests.CommandLine;

namespace Argus.IntegrationTests.Audit;

/// <summary>How a verification ended: its exit code, and the name and position of the first divergence, where there is one.</summary>
internal sealed record Finding(int Exit, string? Name, long? Position)
{
    public static readonly Finding Good = new(0, null, null);

    /// <param name="verified">One JSON object, or nothing where the export could not be read.</param>
    public static Finding Of(Ended verified)
    {
        if (verified.Output.Length == 0 || !verified.Json.TryGetProperty("divergence", out var divergence) || divergence.ValueKind == JsonValueKind.Null)
            return new Finding(verified.ExitCode, null, null);
        var isPlaced = divergence.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.Number;
        return new Finding(verified.ExitCode, divergence.GetProperty("name").GetString(), isPlaced ? position.GetInt64() : null);
    }

    public static Finding Diverges(string name, long? position = null) => new(1, name, position);
}
