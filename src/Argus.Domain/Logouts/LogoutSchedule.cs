namespace Argus.Domain.Logouts;

/// <summary>When a client that did not take a logout token is tried again: once at once, then five times, more and more seldom.</summary>
public static class LogoutSchedule
{
    private static readonly int[] Pauses = [0, 1, 5, 30, 120, 600];

    /// <summary>After that many nobody tries again.</summary>
    public static int MostAttempts => Pauses.Length;

    /// <summary>How long nobody but the node that ended the session, or made the last attempt, makes the next one: it may still be at it.</summary>
    public static TimeSpan Precedence { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the next attempt.</summary>
    /// <param name="made">How many were made.</param>
    /// <param name="isOwn">Whether the node that asks made the last one, or ended the session.</param>
    public static TimeSpan PauseAfter(int made, bool isOwn)
    {
        var pause = made < Pauses.Length ? TimeSpan.FromSeconds(Pauses[made]) : TimeSpan.Zero;
        return isOwn ? pause : pause + Precedence;
    }
}
