using System.CommandLine;
using Argus.Cli.Connecting;

namespace Argus.Cli.Tokens;

/// <summary><c>argus token inspect</c></summary>
internal static class InspectToken
{
    /// <summary>The tenants that every deployment has, for when none is named.</summary>
    private static readonly string[] Usual = [Target.DefaultTenant, Target.SystemTenant];

    public static Command Make(ConnectionOptions options)
    {
        var token = TokenCommand.Token();
        var command = new Command(
            "inspect",
            "Decodes an access token and verifies it with the tenant's published keys; exit code 1 if it is not valid. Without -t it may be of tenant main or system. "
            + "Whether it was revoked is for introspection to say.")
        {
            token,
        };
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), TokenCommand.Read(parsed.GetRequiredValue(token)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Target target, string text, CancellationToken cancellation)
    {
        var token = DecodedToken.Read(text);
        using var http = new NodeHttp(target.Url);
        var issuer = await IssuerAsync(http, target, token.Claims.Text("iss"), cancellation).ConfigureAwait(false);
        using var keys = await PublishedKeys.FetchAsync(http, issuer, cancellation).ConfigureAwait(false);
        var inspection = Inspection.Of(token, issuer.Name, keys, TimeProvider.System.GetUtcNow());
        if (target.Json)
            inspection.ShowJson();
        else
            inspection.Show();
        return inspection.IsValid ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>What the token says chooses among issuers that are trusted already, and never adds one.</summary>
    private static async Task<Issuer> IssuerAsync(NodeHttp http, Target target, string? said, CancellationToken cancellation)
    {
        if (target.GivenTenant is { } given)
            return await Issuer.DiscoverAsync(http, target.Url, given, cancellation).ConfigureAwait(false);
        var root = target.Url.GetLeftPart(UriPartial.Authority);
        var tenant = Usual.FirstOrDefault(usual => said == $"{root}/t/{usual}") ?? Target.DefaultTenant;
        return await Issuer.DiscoverAsync(http, target.Url, tenant, cancellation).ConfigureAwait(false);
    }
}
