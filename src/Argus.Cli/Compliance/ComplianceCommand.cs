using System.CommandLine;
using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Compliance;

/// <summary><c>argus compliance</c></summary>
internal static class ComplianceCommand
{
    private static readonly string[] Columns = ["Key", "State", "Bits", "Age", "Violations"];

    public static Command Make(ConnectionOptions options)
    {
        var command = new Command("compliance", "Measures every key by the tenant's crypto profile; exit code 1 if something falls short.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RunAsync(admin, target, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, CancellationToken cancellation)
    {
        var answer = await admin.GetAsync($"/tenants/{target.Tenant}/compliance", cancellation, isReport: true).ConfigureAwait(false);
        var report = answer.Json();
        if (target.Json)
            Screen.Json(answer.Body);
        else
            Show(report);

        // Only what says so complies.
        return report.TryGetProperty("compliant", out var compliant) && compliant.ValueKind == JsonValueKind.True ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Show(JsonElement report)
    {
        Screen.Line($"Tenant {report.Shown("tenant")}, profile {report.Shown("profile")}: "
            + $"at least {report.Shown("least_bits")} bits (policy: entry {report.Shown("policy_position")}).");
        Screen.Table(Columns, report.Items("keys").Select(Row));
        var violations = report.Items("violations").ToList();
        Screen.Line(violations.Count == 0 ? "No violations." : $"Violations: {violations.Count}");
        foreach (var violation in violations)
            Screen.Line($"  {violation.Text("kid") ?? "policy"}: {violation.Shown("rule")}: {violation.Shown("detail")} (entry {violation.Shown("position")})");
    }

    private static IEnumerable<string> Row(JsonElement measured)
    {
        var key = measured.TryGetProperty("key", out var described) ? described : default;
        var broken = string.Join(' ', measured.Items("violations").Select(violation => violation.Shown("rule")));
        return [key.Shown("kid"), key.Shown("state") + (key.Shown("held").Length > 0 ? " (held)" : ""), key.Shown("bits"), Age(measured), broken.Length == 0 ? "none" : broken];
    }

    private static string Age(JsonElement measured) =>
        measured.TryGetProperty("age", out var age) && age.TryGetInt64(out var seconds) ? Moment.Length(TimeSpan.FromSeconds(seconds)) : "";
}
