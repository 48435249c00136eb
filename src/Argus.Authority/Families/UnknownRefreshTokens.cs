using Argus.Authority.SignIn;
using Argus.Domain.Kernel;

namespace Argus.Authority.Families;

/// <summary>
/// Counts, in this node, the refresh tokens that no family knows, by tenant and source (an IPv4 address, or the /64 of an IPv6 one). A client that holds tokens has no reason to send others; who
/// sends many is guessing, or has a list that is long out of date.
/// </summary>
public sealed class UnknownRefreshTokens(TimeProvider clock)
{
    /// <summary>Served in one window.</summary>
    public const int Most = 100;

    // Sources can be invented: what is counted has a bound, whatever comes.
    private const int GenerationSize = 8_192;

    /// <summary>It begins with the first one counted.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Recent<(TenantId, string), Counted> _counts = new(GenerationSize);

    /// <summary>How long a source has to wait; null if it is served.</summary>
    public TimeSpan? WaitOf(TenantId tenant, string? source)
    {
        lock (_gate)
            return Current(tenant, source) is { Times: > Most } counted ? Window - clock.GetElapsedTime(counted.Since) : null;
    }

    public void Count(TenantId tenant, string? source)
    {
        lock (_gate)
        {
            var counted = Current(tenant, source) ?? new Counted(clock.GetTimestamp(), 0);
            _counts.Add(KeyOf(tenant, source), counted with { Times = counted.Times + 1 });
        }
    }

    private Counted? Current(TenantId tenant, string? source) =>
        _counts.Find(KeyOf(tenant, source)) is { } counted && clock.GetElapsedTime(counted.Since) < Window ? counted : null;

    private static (TenantId, string) KeyOf(TenantId tenant, string? source) => (tenant, SourceNetwork.Of(source));

    /// <param name="Since">When the first came, as a timestamp of the clock.</param>
    /// <param name="Times">How many.</param>
    private readonly record struct Counted(long Since, int Times);
}
