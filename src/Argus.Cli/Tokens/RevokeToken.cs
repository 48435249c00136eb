using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Tokens;

/// <summary><c>argus token revoke</c>: a token of the client's own, or, as an operator, whatever is named.</summary>
internal static class RevokeToken
{
    public static Command Make(ConnectionOptions options)
    {
        var token = TokenCommand.OptionalToken();
        var revocation = new RevocationOptions();
        var command = new Command("revoke", "Revokes a token of the client's own (RFC 7009); or, as an operator, one by its jti, or all that were issued before a moment.") { token };
        revocation.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            if (parsed.GetValue(token) is not { } given)
                return Session.WithAdminAsync(target, admin => RunAsync(admin, target, revocation.Body(parsed), cancellation), cancellation);
            var text = TokenCommand.Read(given);
            return Session.WithClientAsync(target, client => RunAsync(client, target.Json, text, cancellation), cancellation);
        });
        command.Validators.Add(result =>
        {
            if (revocation.Fault(result, hasToken: result.GetValue(token) is not null) is { } fault)
                result.AddError(fault);
        });
        return command;
    }

    private static async Task<int> RunAsync(OAuthClient client, bool json, string token, CancellationToken cancellation)
    {
        await client.RevokeAsync(token, cancellation).ConfigureAwait(false);
        if (json)
            Screen.Json("{}"u8);
        else
            Screen.Line("It is not good any more. (RFC 7009 §2.2: the answer does not tell whether it ever was.)");
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, object body, CancellationToken cancellation)
    {
        var answer = await admin.PostAsync($"/tenants/{target.Tenant}/revocations", body, cancellation).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, revoked => Screen.Line(revoked.Shown("revocation") is { Length: > 0 } position
            ? $"Revoked, on record at position {position} of tenant {target.Tenant}'s log."
            : "The token has expired: nothing needs to be revoked."));
    }
}
