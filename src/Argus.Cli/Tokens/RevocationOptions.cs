using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Argus.Cli.Input;
using Argus.Cli.Output;

namespace Argus.Cli.Tokens;

/// <summary>What an operator can revoke without having the token.</summary>
internal sealed class RevocationOptions
{
    private readonly Option<string?> _jti = new("--jti") { HelpName = "JTI", Description = "One token, by its jti." };
    private readonly Option<string?> _subject = new("--subject") { HelpName = "USER", Description = "What was issued to a user, by sub or by name; client:ID for a client's own tokens." };
    private readonly Option<string?> _client = new("--client") { HelpName = "ID", Description = "What was issued to a client; with --subject, only for that user." };
    private readonly Option<bool> _all = new("--all") { Description = "Whatever the tenant issued." };
    private readonly Option<string?> _notBefore = new("--not-before")
    {
        HelpName = "TIME",
        Description = "What was issued from then on stays good (RFC 3339, with an offset); without it, what will be issued from now on.",
    };

    private readonly Option<string?> _reason = ReasonOption.Optional();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _jti, _subject, _client, _all, _notBefore, _reason })
            command.Add(option);
    }

    /// <summary>What is wrong with them together; null if nothing is.</summary>
    public string? Fault(CommandResult result, bool hasToken)
    {
        var targets = new[] { hasToken, result.GetValue(_jti) is not null, (result.GetValue(_subject) ?? result.GetValue(_client)) is not null, result.GetValue(_all) };
        if (targets.Count(given => given) != 1)
            return "One of TOKEN, --jti, --subject, --client and --all is needed; only --subject and --client go together.";
        if (hasToken)
            return (result.GetValue(_reason) ?? result.GetValue(_notBefore)) is null ? null : "A client that revokes its own TOKEN gives no --reason and no --not-before.";
        if (result.GetValue(_reason) is null)
            return "--reason is needed.";
        return result.GetValue(_notBefore) is { } time && !Moment.TryParse(time, out _)
            ? "--not-before is not an RFC 3339 time with an offset, such as 2026-03-01T12:00:00Z."
            : null;
    }

    /// <summary>As the Admin API takes it.</summary>
    public JsonObject Body(ParseResult parsed)
    {
        var body = new JsonObject { ["reason"] = parsed.GetValue(_reason) };
        foreach (var (name, option) in new[] { ("jti", _jti), ("subject", _subject), ("client", _client) })
        {
            if (parsed.GetValue(option) is { } value)
                body[name] = value;
        }

        if (parsed.GetValue(_all))
            body["tenant"] = true;
        if (Moment.TryParse(parsed.GetValue(_notBefore), out var time))
            body["not_before"] = Moment.Of(time);
        return body;
    }
}
