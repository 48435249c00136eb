using System.CommandLine;
using System.Globalization;
using System.Text;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Cli.Output;
using Argus.Domain.Kernel;
using Argus.Domain.Verdicts;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;
using Argus.Log.Proofs;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit check</c></summary>
internal static class CheckCommand
{
    private const int LongestToken = 16 * 1024;

    public static Command Make(ConnectionOptions options)
    {
        var audit = new AuditOptions();
        var proof = new Argument<string>("PROOF-FILE") { Description = "A proof of 'argus audit prove', or of the Admin API." };
        var keys = new Option<string?>("--keys") { HelpName = "FILE", Description = "The log's keys.json, or what {issuer}/log/keys answered." };
        var token = new Option<string?>("--token") { HelpName = "FILE", Description = "A token: whether it is the one that was issued." };
        var command = new Command("check", "Checks a proof with the log's keys alone, offline; exit code 1 if it does not hold.") { proof, keys, audit.Keys, token, audit.Since };
        command.Validators.Add(result =>
        {
            if (result.GetValue(keys) is null == (result.GetValue(audit.Keys) is null or []))
                result.AddError("Say --keys or --key.");
        });
        command.SetAction(parsed =>
        {
            var json = Encoding.UTF8.GetBytes(InputFile.ReadText(parsed.GetValue(proof)!, InclusionProof.MaxBytes));
            var trusted = parsed.GetValue(keys) is { } file ? ReadHistory(file) : TrustedKeys.Pinned(audit.ReadKeys(parsed));
            var isJson = options.Read(parsed).Json;
            return ConsistencyProof.TryParse(json, out var consistency, out _)
                ? Answer(consistency.Check(trusted, audit.ReadSince(parsed) ?? throw CommandFailure.WrongUsage("Say --since: the proof begins at a checkpoint that you have.")),
                    null, isJson, $"The log of {consistency.First.ToString(CultureInfo.InvariantCulture)} entries became that of {consistency.Second.ToString(CultureInfo.InvariantCulture)}.")
                : Check(json, trusted, parsed.GetValue(token) is { } tokenFile ? InputFile.ReadText(tokenFile, LongestToken).Trim() : null, isJson);
        });
        return command;
    }

    private static int Check(byte[] json, TrustedKeys keys, string? token, bool isJson)
    {
        if (!InclusionProof.TryParse(json, out var proof, out var fault))
            throw CommandFailure.Refused("This is no proof: " + fault);
        var divergence = proof.Check(keys) ?? CheckToken(proof, token);
        return Answer(divergence, proof, isJson, $"The entry stands in the log at position {proof.Position.ToString(CultureInfo.InvariantCulture)}"
            + (token is null ? "." : ", and issued this token."));
    }

    /// <summary>The proof's own jti, and the token that is at hand.</summary>
    private static Divergence? CheckToken(InclusionProof proof, string? token)
    {
        var issued = TokenInEntry.Of(proof.Entry);
        if (proof.Jti is { } jti && !(issued?.Jti == jti && Jti.TryParse(jti, out var named) && TokenInEntry.IsAt(proof.Entry.Span, IssuedToken.PlaceOf(named))))
            return new Divergence(Divergences.OtherToken, proof.Position, null, jti, issued?.Jti ?? "no token");
        return token is null || issued?.Is(token) == true ? null
            : new Divergence(Divergences.OtherToken, proof.Position, null, "the token that was given", issued is null ? "no token" : "another: " + issued.Jti);
    }

    private static int Answer(Divergence? divergence, InclusionProof? proof, bool isJson, string good)
    {
        var entry = proof is null || divergence is not null ? null : Encoding.UTF8.GetString(proof.Entry.Span);
        if (isJson)
            Screen.Json(VerifyReport.ToJson(divergence, proof?.Position, entry));
        else if (divergence is not null)
            VerifyReport.Show(divergence);
        else
        {
            Screen.Line(good);
            if (entry is not null)
                Screen.Line(entry);
        }

        return divergence is null ? ExitCode.Done : ExitCode.Refused;
    }

    private static TrustedKeys ReadHistory(string file) =>
        LogKeyHistory.TryParse(Encoding.UTF8.GetBytes(InputFile.ReadText(file, LogKeyHistory.MaxBytes)), out var history, out var fault)
            ? TrustedKeys.Of(history) : throw CommandFailure.Unreachable($"{file} holds no keys of a log: {fault}");
}
