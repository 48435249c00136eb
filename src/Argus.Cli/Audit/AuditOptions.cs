using System.CommandLine;
using Argus.Cli.Input;
using Argus.Log.Checkpoints;
using Argus.Log.Checkpoints.OpenSsl;
using Argus.Log.Exports;

namespace Argus.Cli.Audit;

/// <summary>What an auditor brings along: keys of the log and of witnesses, and a checkpoint that was kept.</summary>
internal sealed class AuditOptions
{
    private readonly Option<string[]> _keys = new("--key") { HelpName = "NOTE-KEY", Description = "A key of the log, name+id+base64. Given once or more, no other counts." };

    private readonly Option<string[]> _witnesses = new("--witness") { HelpName = "NOTE-KEY", Description = "A witness that must have cosigned the checkpoint." };

    private readonly Option<string?> _since = new("--since") { HelpName = "FILE", Description = "A checkpoint that was kept from before: the log must have become this one." };

    public Option<string[]> Keys => _keys;

    public Option<string[]> Witnesses => _witnesses;

    public Option<string?> Since => _since;

    /// <exception cref="CommandFailure">A key is none, or the file cannot be read.</exception>
    public AuditTerms Read(ParseResult parsed) => new()
    {
        Keys = ReadKeys(parsed),
        Witnesses = [.. (parsed.GetValue(_witnesses) ?? []).Select(text => Parse(text) as WitnessKey ?? throw NoKey("--witness"))],
        Since = ReadSince(parsed),
    };

    public IReadOnlyList<NoteKey> ReadKeys(ParseResult parsed) =>
        [.. (parsed.GetValue(_keys) ?? []).Select(text => Parse(text) is { } key and not WitnessKey ? key : throw NoKey("--key"))];

    public KeptCheckpoint? ReadSince(ParseResult parsed) => parsed.GetValue(_since) is not { } file ? null
        : KeptCheckpoint.TryParse(System.Text.Encoding.UTF8.GetBytes(InputFile.ReadText(file, SignedNote.MaxBytes)))
            ?? throw CommandFailure.Unreachable($"{file} is no signed checkpoint.");

    private static NoteKey? Parse(string text)
    {
        if (!NoteKey.TryParse(text, out var key))
            return null;
        return key is TreeHeadKey || Ed25519.IsAvailable
            ? key : throw CommandFailure.Unreachable("Ed25519 signatures cannot be checked here: there is no OpenSSL that has them.");
    }

    private static CommandFailure NoKey(string option) => CommandFailure.WrongUsage($"{option} is given something that is no such key, or whose id is not its own: name+id+base64.");
}
