using Argus.Domain.Kernel;

namespace Argus.Domain.Replays;

/// <summary>What contradicts an issuance: a finding, or merely late where whoever decided may not have known of it yet.</summary>
internal sealed class Contradictions(Findings findings, LateEntries late)
{
    /// <summary>Whether nothing forbids it.</summary>
    /// <param name="recorded">The issuance.</param>
    /// <param name="since">Since when something does; null for nothing.</param>
    /// <param name="name">What that is called.</param>
    /// <param name="detail">What it is.</param>
    public bool Check(RecordedEvent recorded, DateTimeOffset? since, string name, string detail)
    {
        if (since is not { } time)
            return true;
        if (recorded.Time - time > ReplayBounds.Allowance)
            return Fail(recorded, name, $"{detail} since {time.ToUnixTimeSeconds()}");
        late.Add(recorded.Position);
        return false;
    }

    /// <summary>What is not allowed: always false.</summary>
    /// <param name="recorded">The issuance.</param>
    /// <param name="lostAt">When it was last allowed, if it may have been; null for never.</param>
    /// <param name="name">What that is called.</param>
    /// <param name="detail">What it is.</param>
    public bool Refuse(RecordedEvent recorded, DateTimeOffset? lostAt, string name, string detail) =>
        lostAt is null ? Fail(recorded, name, detail) : Check(recorded, lostAt, name, detail);

    /// <summary>Always false.</summary>
    public bool Fail(RecordedEvent recorded, string name, string detail)
    {
        findings.Add(name, recorded.Position, detail);
        return false;
    }
}
