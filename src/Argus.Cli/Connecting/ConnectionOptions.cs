using System.CommandLine;
using Argus.Domain.Kernel;

namespace Argus.Cli.Connecting;

/// <summary>The options that every command has. There is none for a secret: command lines are seen by others, and kept by shells.</summary>
internal sealed class ConnectionOptions
{
    private const string DefaultUrl = "http://localhost:5080";

    private readonly Option<string?> _url = Common("--url", "URL", $"The deployment's public URL (ARGUS_URL; default {DefaultUrl}).");
    private readonly Option<string?> _clientId = Common("--client-id", "ID", $"The client to act as (ARGUS_CLIENT_ID; default {Target.Administrator}).");
    private readonly Option<string?> _secretFile = Common(
        "--client-secret-file", "FILE", "A file with the client's secret; else ARGUS_CLIENT_SECRET, else credentials.json in the data directory.");
    private readonly Option<string?> _dataDirectory = Common("--data-dir", "DIR", "A node's data directory (Argus__DataDirectory; default .argus).");
    private readonly Option<string?> _tenant = Common("--tenant", "TENANT", "The tenant that it is about (default main).", "-t");
    private readonly Option<bool> _json = new("--json") { Description = "Prints the answer as JSON, for machines.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        _tenant.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !TenantId.TryParse(given.Value, out _))
                result.AddError("A tenant's name has 1 to 63 of a-z, 0-9 and -.");
        });
        foreach (var option in (Option[])[_url, _clientId, _secretFile, _dataDirectory, _tenant, _json])
            root.Options.Add(option);
    }

    /// <summary>Where to, as whom: what the command line says, else the environment, else what a checkout has.</summary>
    public Target Read(ParseResult parsed) => new()
    {
        Url = PublicUrl.Parse(parsed.GetValue(_url) ?? Variable("ARGUS_URL") ?? DefaultUrl),
        ClientId = parsed.GetValue(_clientId) ?? Variable("ARGUS_CLIENT_ID") ?? Target.Administrator,
        SecretFile = parsed.GetValue(_secretFile),
        DataDirectory = parsed.GetValue(_dataDirectory) ?? Variable("Argus__DataDirectory") ?? ".argus",
        GivenTenant = parsed.GetValue(_tenant),
        Json = parsed.GetValue(_json),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static Option<string?> Common(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value, Recursive = true };
}
