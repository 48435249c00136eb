namespace Argus.Log;

/// <summary>
/// A label that an append puts on one of its streams, so that the streams with that label can be found. It says nothing that the entries do not:
/// what was labelled can be labelled again from them.
/// </summary>
/// <param name="Stream">One of the append's streams.</param>
/// <param name="Label">1 to 1,024 visible ASCII characters. Only a whole label finds.</param>
public sealed record StreamLabel(string Stream, string Label)
{
    public const int MaxLength = 1_024;

    /// <summary>Refuses what could not be written, before it joins a batch with others.</summary>
    internal static void Check(IReadOnlyList<StreamLabel> labels, IReadOnlyList<StreamAppend> streams)
    {
        foreach (var (stream, label) in labels)
        {
            if (streams.All(appended => appended.Stream != stream))
                throw new ArgumentException($"Stream '{stream}' cannot be labelled by an append that does not touch it.");
            if (label.Length is 0 or > MaxLength || label.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
                throw new ArgumentException($"A label is 1 to {MaxLength} visible ASCII characters.");
        }

        if (labels.Count > 1 && labels.Distinct().Count() != labels.Count)
            throw new ArgumentException("An append puts the same label on a stream twice.");
    }
}

/// <summary>A stream that was found by its label.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Position">Where the append that labelled it put its first entry in that stream. No two streams share one.</param>
public sealed record LabelledStream(string Stream, long Position);
