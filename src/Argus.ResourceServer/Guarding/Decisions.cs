using System.Security.Cryptography;
using System.Text;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Receipts;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Guarding;

/// <summary>Where every decision goes: the log, the meter, the receipts.</summary>
internal sealed class Decisions(Observer observer, IEnumerable<IDecisionSink> sinks)
{
    private readonly IDecisionSink[] _sinks = [.. sinks];

    /// <param name="trace">The request's, for the log line.</param>
    /// <param name="verdict">What was decided.</param>
    /// <param name="presented">About what; the default where there was no token.</param>
    public void Record(string trace, in Verdict verdict, PresentedToken presented)
    {
        observer.Meter.Decided(verdict.Issuer?.Name, verdict.Reason);
        Tell(trace, verdict);
        if (_sinks.Length == 0 || presented.Text.IsEmpty) return;

        var decision = new VerificationDecision(
            verdict.Issuer?.Name, verdict.Token?.JwtId, verdict.Token is { } token ? token.Verified.Digest : DigestOf(presented.Text.Span), verdict.Reason);
        foreach (var sink in _sinks)
            sink.Record(decision);
    }

    private void Tell(string trace, in Verdict verdict)
    {
        if (verdict.IsAccepted) return;
        var issuer = verdict.Issuer?.Name ?? GuardMeter.NoIssuer;
        if (verdict.Reason is ReasonCode.KeysUnavailable or ReasonCode.RevocationUnavailable or ReasonCode.SingleUseUnavailable)
            GuardLog.Undecided(observer.Logger, trace, verdict.Reason, issuer);
        else
            GuardLog.Refused(observer.Logger, trace, verdict.Reason, issuer);
    }

    // Of what a token of this shape would have signed, else of all.
    private static byte[] DigestOf(ReadOnlySpan<char> text)
    {
        var signed = text.Count('.') == 2 ? text[..text.LastIndexOf('.')] : text;
        return SHA256.HashData(Encoding.UTF8.GetBytes(signed.ToArray()));
    }
}
