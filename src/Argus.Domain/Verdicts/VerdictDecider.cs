using Argus.Domain.Kernel;

namespace Argus.Domain.Verdicts;

/// <summary>Says what a token was worth at a moment, from the log and nothing else. The same whether it is given the whole log or only the streams that matter.</summary>
public static class VerdictDecider
{
    /// <param name="issued">The token; null if the log has none of that name.</param>
    /// <param name="history">Entries in the order of the log: those of <see cref="IssuedToken.Streams"/>, of the users, of the peers and of all wide revocations, at least.</param>
    /// <param name="at">Of which moment: what was committed later does not count.</param>
    public static TokenVerdict Decide(IssuedToken? issued, IEnumerable<RecordedEvent> history, DateTimeOffset at)
    {
        if (issued is null)
            return TokenVerdict.NeverIssued;
        if (at < issued.Time)
            return new TokenVerdict(VerdictKind.NotYetValid, issued.Time, [issued.Position], issued.Position);

        var ends = new TokenEnds(issued);
        foreach (var recorded in history.TakeWhile(recorded => recorded.Time <= at))
            ends.Add(recorded);
        var expiry = DateTimeOffset.FromUnixTimeSeconds(issued.Token.Exp);
        var end = ends.First();
        if (at >= expiry && (end is not { } known || expiry < known.Since))
            end = new TokenEnd(VerdictKind.Expired, expiry, issued.Position);
        return end is { } final
            ? new TokenVerdict(final.Kind, final.Since, [.. new[] { issued.Position, final.Position }.Distinct().Order()], issued.Position)
            : new TokenVerdict(VerdictKind.Valid, issued.Time, [issued.Position], issued.Position);
    }
}
