namespace Argus.Benchmarks.Load;

/// <summary>What to ask of whom. Without a list: GET of the URL; with one: its POSTs in turn, every answer looked at; with
/// tokens: the rotation of each, again and again.</summary>
internal sealed record LoadCall(string Url, int Connections, PreparedList? List = null)
{
    /// <summary>Two threads drive the usual 64 connections; a single connection needs one.</summary>
    public int Threads => Math.Min(2, Connections);

    public RotatingTokens? Tokens { get; init; }

    /// <summary>Least size of one answer's body, where only the count of bytes tells a full answer from an empty one.</summary>
    public int LeastBody { get; init; }
}

/// <summary>Prepared POSTs in a file, and what the body of every answer must hold.</summary>
internal sealed record PreparedList(string Path, string Expected);
