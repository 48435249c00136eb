namespace Argus.ResourceServer.Calling.Cache;

/// <summary>An access token and its time. The time runs from before it was asked for, so that it ends here no later than at the issuer.</summary>
internal sealed class CachedToken(string text, ClockMark asked, TimeSpan lifetime, TimeProvider clock)
{
    private static readonly TimeSpan LeastMargin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostMargin = TimeSpan.FromSeconds(45);

    public string Text { get; } = text;

    public TimeSpan Age => asked.Elapsed(clock);

    public bool IsGood => Age < lifetime;

    /// <summary>Whether it is time for the next one.</summary>
    public bool IsDue => Age >= lifetime - Margin;

    /// <summary>How long before its end the next one is fetched: each token draws its own, so that services that were started together do not ask together.</summary>
    public TimeSpan Margin { get; } = Least(Jitter.Between(LeastMargin, MostMargin), lifetime / 2);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
