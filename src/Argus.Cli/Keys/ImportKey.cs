using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Cli.Output;

namespace Argus.Cli.Keys;

/// <summary><c>argus keys import</c></summary>
internal static class ImportKey
{
    private const int LongestKey = 64 * 1024;

    public static Command Make(ConnectionOptions options)
    {
        var file = new Argument<string>("FILE") { Description = "An RSA private key, PEM (PKCS#1 or PKCS#8, not encrypted) or JWK; - for standard input." };
        var command = new Command("import", "Takes over an RSA key made elsewhere: published at once, and the next to sign.") { file };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var body = Read(parsed.GetRequiredValue(file));
            return Session.WithAdminAsync(target, admin => RunAsync(admin, target, body, cancellation), cancellation);
        });
        return command;
    }

    /// <summary>By its content: a JWK is a JSON object, anything else goes as PEM, so that what is refused is refused by the node, on record.</summary>
    private static JsonObject Read(string path)
    {
        var key = InputFile.ReadText(path, LongestKey);
        if (!key.TrimStart().StartsWith('{'))
            return new JsonObject { ["pem"] = key };
        try
        {
            return new JsonObject { ["jwk"] = JsonNode.Parse(key) };
        }
        catch (JsonException)
        {
            // Its message may quote the key.
            throw CommandFailure.Refused("bad_json", "The file begins as a JWK and is not JSON.");
        }
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, JsonObject body, CancellationToken cancellation)
    {
        var answer = await admin.PostAsync($"{KeysCommand.PathOf(target)}/import", body, cancellation).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, KeyTable.ShowOne);
    }
}
