using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Provisioning;

/// <summary><c>argus apply</c></summary>
internal static class ApplyCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var file = new Option<string>("--file", "-f") { HelpName = "FILE", Description = "The provisioning document; - for standard input.", Required = true };
        var command = new Command(
            "apply",
            "Makes tenants, their resources and clients be as a provisioning document says, tenant by tenant. What it leaves out is left alone.")
        {
            file,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var tenants = ProvisioningFile.Read(parsed.GetRequiredValue(file));
            return Session.WithAdminAsync(target, admin => RunAsync(admin, tenants, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AdminClient admin, IReadOnlyList<(string Name, JsonElement Description)> tenants, bool isJson, CancellationToken cancellation)
    {
        var applied = new List<string>();
        foreach (var (name, description) in tenants)
        {
            using var body = new StringContent(description.GetRawText(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            var answer = await admin.PutAsync($"/tenants/{name}", body, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccess)
                throw Stopped(name, applied.Count, tenants.Count, answer.Failure());
            applied.Add(answer.Json().GetRawText());
            if (!isJson)
                Screen.Line($"{name}: is as described.");
        }

        if (isJson)
            Screen.Json(Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', applied)}}],"next":null}"""));
        return ExitCode.Done;
    }

    /// <summary>The document is applied tenant by tenant: those before the one that was refused stay as they are described.</summary>
    private static CommandFailure Stopped(string name, int applied, int all, CommandFailure failure) =>
        failure.Saying($"{failure.Message} (tenant '{name}'; {applied} of {all} tenants are applied)");
}
