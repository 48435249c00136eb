using System.Security.Cryptography;

namespace Argus.ResourceServer.Revocation;

/// <summary>
/// How often the feed is asked. One question waits at the issuer until there is something new; how long follows from the age that is allowed, which counts from
/// when the question was asked.
/// </summary>
internal sealed class FeedPace
{
    /// <summary>Between answers that come one upon the other: revocations that come together are fetched together.</summary>
    private static readonly TimeSpan AfterNews = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private const int LongestWait = 10;
    private const int Grain = 1 << 16;

    private readonly TimeSpan _pause;
    private readonly TimeSpan _backoff;

    /// <param name="maxStaleness">The greatest age that will do. Several questions fit into it.</param>
    public FeedPace(TimeSpan maxStaleness)
    {
        Wait = Math.Min(LongestWait, (int)(maxStaleness.TotalSeconds / 6));
        _pause = Shorter(LongestPause, maxStaleness / 6);
        _backoff = Shorter(LongestBackoff, maxStaleness / 2);
    }

    /// <summary>Seconds that an answer may be held back for; 0: it is asked for again and again instead.</summary>
    public int Wait { get; }

    /// <param name="took">What the answer took.</param>
    /// <param name="waited">Seconds that it might have been held back for.</param>
    /// <param name="isNews">Whether there was something in it.</param>
    public TimeSpan AfterAnswer(TimeSpan took, int waited, bool isNews)
    {
        if (isNews) return AfterNews;

        // An issuer that does not hold its answers back is not to be asked all the time.
        return waited > 0 && took >= TimeSpan.FromSeconds(waited) / 2 ? TimeSpan.Zero : Jittered(_pause);
    }

    /// <summary>250 ms, 500 ms, 1 s … 5 s.</summary>
    /// <param name="failures">In a row, from 1.</param>
    public TimeSpan AfterFailure(int failures) => Jittered(Shorter(_backoff, ShortestBackoff * (1 << Math.Min(failures - 1, 10))));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Half to the whole of it, so that APIs that lost their issuer together do not come back together.</summary>
    private static TimeSpan Jittered(TimeSpan longest) => longest * (0.5 + 0.5 * RandomNumberGenerator.GetInt32(Grain) / Grain);
}
