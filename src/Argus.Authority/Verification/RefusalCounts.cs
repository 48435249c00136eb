namespace Argus.Authority.Verification;

/// <summary>How often somebody was turned away, by who they said they are, why, and where they came from. Null is nobody who exists.</summary>
internal sealed class RefusalCounts<TWho>
{
    private const int MostInEvent = 100;

    // Sources and reasons come by the thousand when somebody attacks: however many there are, the rest is counted under one.
    private const int MostKinds = 1_000;

    private readonly Dictionary<(TWho? Who, string Reason, string? Source), int> _times = [];

    /// <returns>Whether it takes more room than before.</returns>
    public bool Add(TWho? who, string reason, string? source)
    {
        var kind = (who, reason, source);
        if (_times.Count >= MostKinds && !_times.ContainsKey(kind))
            kind = (default, reason, null);
        var times = _times.GetValueOrDefault(kind);
        _times[kind] = times + 1;
        return times == 0;
    }

    /// <summary>All of them, in parts that each fit into an event.</summary>
    public IEnumerable<Counted<TWho>[]> Parts() =>
        _times.Select(entry => new Counted<TWho>(entry.Key.Who, entry.Key.Reason, entry.Key.Source, entry.Value)).Chunk(MostInEvent);
}

/// <summary>One kind of refusal.</summary>
/// <param name="Who">Who they said they are; null for nobody who exists.</param>
/// <param name="Reason">What failed.</param>
/// <param name="Source">The address it came from.</param>
/// <param name="Times">How often.</param>
internal readonly record struct Counted<TWho>(TWho? Who, string Reason, string? Source, int Times);
