using System.Text;
using Argus.Jose.ClientProofs;
using Argus.ResourceServer.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.ResourceServer.Bindings;

/// <summary>RFC 9449 §7: a proof by the key that the token is bound to, for this token and this request, never seen before.</summary>
/// <param name="address">The API's address as its clients know it, without a slash at the end.</param>
/// <param name="used">Proofs that were seen.</param>
/// <param name="clock">The time.</param>
internal sealed class DpopBinding(string address, UsedOnce used, TimeProvider clock) : IProofChecker
{
    private const string Header = "DPoP";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    // At the last moment of its time a proof is still good.
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public string Method => TokenConfirmation.Jkt;

    /// <summary>From the configuration, never from the request: who sets its header Host would choose what a proof is good for. Null if there is none.</summary>
    public static string? AddressFor(ArgusOptions options)
    {
        if (options.PublicUrl is { } url) return url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return Uri.TryCreate(options.Audience, UriKind.Absolute, out var audience) && (audience.Scheme == Uri.UriSchemeHttps || audience.Scheme == Uri.UriSchemeHttp)
            ? audience.GetLeftPart(UriPartial.Authority)
            : null;
    }

    public ProofAnswer Check(HttpContext request, AccessToken token, PresentedToken presented)
    {
        // A token that is bound to a key and comes as Bearer was stolen, or its client knows no better (RFC 9449 §7.2).
        if (!presented.IsDpop) return ProofAnswer.Mismatch;
        if (request.Request.Headers[Header] is not [{ } text]) return ProofAnswer.Invalid;

        var rules = new DpopRules
        {
            Method = request.Request.Method,
            Url = address + PathOf(request),
            AccessToken = presented.Text.ToString(),
            Tolerance = Tolerance,
        };
        if (DpopProofValidator.Validate(Encoding.UTF8.GetBytes(text), rules, clock.GetUtcNow(), out var proof) != DpopFault.None) return ProofAnswer.Invalid;
        if (!Thumbprint.AreEqual(proof!.Thumbprint, token.Confirmation!.Thumbprint)) return ProofAnswer.Mismatch;
        return used.Take(proof.Thumbprint, proof.JwtId, proof.IssuedAt + Tolerance + Second) switch
        {
            UsedOnce.Answer.First => ProofAnswer.Proven,
            UsedOnce.Answer.Again => ProofAnswer.Invalid,
            _ => ProofAnswer.Unknown,
        };
    }

    // As it was sent: what the server makes of escapes is not what the client signed.
    private static string PathOf(HttpContext request)
    {
        var target = request.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is not ['/', ..]) return request.Request.PathBase.Add(request.Request.Path).ToUriComponent();
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target[..end];
    }
}
