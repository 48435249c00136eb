namespace Argus.Authority;

/// <summary>Bounds that hold for the whole node.</summary>
/// <param name="AppendTimeout">The longest wait for a durable append, and for the node to read its own append back.</param>
/// <param name="MaxStaleness">How old the view of the log may be when introspection still answers from it.</param>
public sealed record AuthorityOptions(TimeSpan AppendTimeout, TimeSpan MaxStaleness)
{
    /// <summary>The longest wait for a change of a key ring to show in the view of the node that made it.</summary>
    public static TimeSpan RingReadBackTime { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How old the view of a key ring, of clients and of resources may be when a token is still issued by it.</summary>
    public static TimeSpan MaxStalenessToIssue { get; } = TimeSpan.FromSeconds(30);
}
