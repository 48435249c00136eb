using System.Text.Json;
using Argus.Cli.Input;

namespace Argus.Cli.Connecting;

/// <summary>Finds the client's secret: in the file that was named, in the environment, or where the first start of a node here has put it.</summary>
internal static class ClientSecret
{
    private const string Variable = "ARGUS_CLIENT_SECRET";
    private const int LongestFile = 64 * 1024;

    public static string Find(Target target)
    {
        if (target.SecretFile is { } file)
            return Told(InputFile.ReadText(file, LongestFile).TrimEnd('\r', '\n'), $"{file} is empty.");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } secret)
            return secret;

        var credentials = Path.Combine(target.DataDirectory, "credentials.json");
        if (!File.Exists(credentials))
            throw CommandFailure.Unreachable($"There is no secret for client '{target.ClientId}': no --client-secret-file, no {Variable}, and no {credentials}.");
        return Told(InCredentials(credentials, target.ClientId), $"{credentials} has no secret for client '{target.ClientId}'.");
    }

    private static string? InCredentials(string path, string clientId)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(InputFile.ReadText(path, LongestFile))?.GetValueOrDefault(clientId);
        }
        catch (JsonException)
        {
            // Its message may quote the file.
            throw CommandFailure.Unreachable($"{path} is not an object from client to secret.");
        }
    }

    private static string Told(string? secret, string otherwise) => secret is { Length: > 0 } ? secret : throw CommandFailure.Unreachable(otherwise);
}
