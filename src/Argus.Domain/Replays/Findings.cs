namespace Argus.Domain.Replays;

/// <summary>What a replay has found, however much that is: the first ones of each name, and how many there are.</summary>
public sealed class Findings
{
    /// <summary>Of one name; a log that is wrong throughout is wrong the same way again and again.</summary>
    private const int MostOfOneName = 100;

    private readonly List<Finding> _listed = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>In the order of the log.</summary>
    public IReadOnlyList<Finding> Listed => _listed;

    /// <summary>How many there are of each name, those that are not listed included.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public long Count => _counts.Values.Sum();

    public void Add(string name, long position, string detail) => Add(new Finding(name, position, detail));

    public void Add(Finding finding)
    {
        var count = _counts.GetValueOrDefault(finding.Name) + 1;
        _counts[finding.Name] = count;
        if (count <= MostOfOneName)
            _listed.Add(finding);
    }
}
