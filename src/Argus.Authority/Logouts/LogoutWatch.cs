using Argus.Domain.Kernel;
using Argus.Domain.Logouts;

namespace Argus.Authority.Logouts;

/// <summary>Which client is to be told of which session's end.</summary>
internal readonly record struct LogoutTarget(TenantId Tenant, SessionId Session, ClientId Client)
{
    /// <summary>Who is told, whatever the session.</summary>
    public (TenantId, ClientId) Receiver => (Tenant, Client);
}

/// <summary>What this node knows of one delivery beyond the log.</summary>
internal sealed class LogoutWatch
{
    // What could not even be tried, because the log or the key is away, is not asked for all the time.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>How many attempts the view showed last.</summary>
    public int Made { get; set; }

    /// <summary>Since when it has shown that, or this node has tried: a timestamp of the node's clock.</summary>
    public long SeenAt { get; set; }

    /// <summary>The last attempt that this node made.</summary>
    public int OwnAttempt { get; set; }

    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>How long after <see cref="SeenAt"/> this node makes the next attempt.</summary>
    /// <param name="hasEndedSession">Whether this node has ended the session, and so goes first.</param>
    public TimeSpan Pause(bool hasEndedSession)
    {
        var isOwn = Made == 0 ? hasEndedSession : OwnAttempt == Made;
        var pause = LogoutSchedule.PauseAfter(Made, isOwn);
        return OwnAttempt > Made && pause < ShortestPause ? ShortestPause : pause;
    }
}
