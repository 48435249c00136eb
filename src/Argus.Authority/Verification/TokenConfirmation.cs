using System.Text.Json;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Verification;

/// <summary>The claim <c>cnf</c> of an access token (RFC 7800).</summary>
public static class TokenConfirmation
{
    /// <param name="token">A token that was verified.</param>
    /// <param name="confirmation">The key that whoever presents it must hold; null for a bearer token.</param>
    /// <returns>False if it is bound to something that is not understood: then nobody can present it.</returns>
    public static bool TryRead(VerifiedToken token, out Confirmation? confirmation)
    {
        confirmation = null;
        // A name can be written with escapes; then only the parser finds it.
        if (token.Payload.Span.IndexOf("cnf"u8) < 0 && !token.Payload.Span.Contains((byte)'\\'))
            return true;
        using var payload = JsonDocument.Parse(token.Payload);
        if (!payload.RootElement.TryGetProperty("cnf"u8, out var cnf))
            return true;
        if (cnf.ValueKind != JsonValueKind.Object || cnf.EnumerateObject().ToArray() is not [{ Value.ValueKind: JsonValueKind.String } only]
            || !Confirmation.TryParse($"{only.Name}:{only.Value.GetString()}", out var known))
            return false;
        confirmation = known;
        return true;
    }
}
