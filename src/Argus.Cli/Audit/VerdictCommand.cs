using System.CommandLine;
using System.Text.Json;
using Argus.Cli.Audit.Verdicts;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Domain.Kernel;
using Argus.Domain.Verdicts;
using Argus.Log.Exports;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit verdict</c></summary>
internal static class VerdictCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var directory = new Argument<string?>("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "An export to say it from; without one, the node at --url says it." };
        var jti = new Option<string>("--jti") { HelpName = "JTI", Required = true, Description = "The token's name: its claim jti." };
        var at = new Option<string>("--at") { HelpName = "TIME", Required = true, Description = "Of which moment (RFC 3339)." };
        at.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !Moment.TryParse(given.Value, out _))
                result.AddError("--at is not an RFC 3339 time with an offset.");
        });
        var command = new Command("verdict", "Says what a token was worth at a moment, and which entries of the log say so.") { directory, jti, at };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var moment = Moment.TryParse(parsed.GetValue(at), out var time) ? time : throw CommandFailure.WrongUsage("--at is not an RFC 3339 time with an offset.");
            var token = parsed.GetValue(jti)!;
            return parsed.GetValue(directory) is { } path
                ? OfflineAsync(OpenedExport.Open(path), token, moment, target.Json, cancellation)
                : Session.WithAdminAsync(target, admin => OnlineAsync(admin, target, token, moment, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> OnlineAsync(AdminClient admin, Target target, string token, DateTimeOffset at, CancellationToken cancellation)
    {
        var query = Query.Of(("jti", token), ("at", Moment.Of(at)));
        var answer = await admin.GetAsync($"/tenants/{target.Tenant}/verdict{query}", cancellation, isReport: true).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, Show);
    }

    private static async Task<int> OfflineAsync(OpenedExport export, string text, DateTimeOffset at, bool isJson, CancellationToken cancellation)
    {
        var verdict = await DecideAsync(export, text, at, cancellation).ConfigureAwait(false);
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            verdict = verdict.Name,
            since = verdict.Since is { } since ? Moment.Of(since) : null,
            evidence = verdict.Evidence,
            proof = await ProofAsync(export, verdict, text, cancellation).ConfigureAwait(false),
        });
        if (isJson)
            Screen.Json(json);
        else
            Show(JsonElement.Parse(json));
        return ExitCode.Done;
    }

    private static async Task<TokenVerdict> DecideAsync(OpenedExport export, string text, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            return Jti.TryParse(text, out var token) ? await new ExportVerdict(export).DecideAsync(token, at, cancellation).ConfigureAwait(false) : TokenVerdict.NeverIssued;
        }
        catch (Exception e) when (e is InvalidDataException or UnreadableEventException)
        {
            throw CommandFailure.Refused("not_an_export", e.Message);
        }
        catch (ExportUnreadableException e)
        {
            throw CommandFailure.Unreachable(e.Message, e);
        }
    }

    /// <summary>That the entry that issued it stands under the export's checkpoint; null for a token that was never issued.</summary>
    private static async Task<JsonElement?> ProofAsync(OpenedExport export, TokenVerdict verdict, string jti, CancellationToken cancellation)
    {
        if (verdict.Issuance is not { } position)
            return null;
        try
        {
            var proof = await new ExportProver(export.Directory).ProveAsync(position, jti, cancellation).ConfigureAwait(false);
            return JsonElement.Parse(proof.ToJson());
        }
        catch (InvalidDataException e)
        {
            throw CommandFailure.Refused("not_an_export", e.Message);
        }
    }

    private static void Show(JsonElement verdict)
    {
        Screen.Line($"{verdict.Shown("verdict")}{(verdict.Text("since") is { } since ? $" since {Moment.Shown(since, TimeProvider.System.GetUtcNow())}" : "")}");
        if (verdict.Shown("evidence") is { Length: > 0 } evidence)
            Screen.Line($"By the entries at {evidence} (argus events --after POSITION).");
    }
}
