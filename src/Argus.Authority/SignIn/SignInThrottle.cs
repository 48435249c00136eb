using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Authority.SignIn;

/// <summary>
/// Makes who guesses passwords wait. A source that failed at an account waits before it may try that account again, longer each time; an account that many
/// guess at makes every source wait that has not signed in there lately. Other accounts are not touched, and it makes no difference whether the account exists.
/// In memory, of this node, and bounded: what was noted longest ago is forgotten first. docs/threat-model.md.
/// </summary>
public sealed class SignInThrottle(TimeProvider clock)
{
    private const int FreeFailures = 5;
    private const int FailuresOfSiege = 50;
    private const int MostPairs = 100_000;
    private const int MostAccounts = 10_000;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SiegeWindow = TimeSpan.FromMinutes(15);

    /// <summary>Longer than any wait, or the longest wait would be the last.</summary>
    private static readonly TimeSpan FailuresLast = TimeSpan.FromHours(1);
    private static readonly TimeSpan SuccessLasts = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Recent<Pair, Failures> _failures = new(MostPairs);
    private readonly Recent<Pair, DateTimeOffset> _successes = new(MostPairs);
    private readonly Recent<(TenantId, string), LatestFailures> _accounts = new(MostAccounts);

    /// <summary>Whether the source must wait before it tries the account again. To ask changes nothing.</summary>
    /// <param name="tenant">Whose account.</param>
    /// <param name="username">The account; null for a text that is nobody's name.</param>
    /// <param name="source">The address it is tried from.</param>
    public bool MustWait(TenantId tenant, Username? username, string? source)
    {
        var (pair, now) = (PairOf(tenant, username, source), clock.GetUtcNow());
        lock (_gate)
            return FailuresOf(pair, now) is { Times: > 0 } failures && now - failures.Latest < WaitOf(pair, failures.Times, now);
    }

    public void Failed(TenantId tenant, Username? username, string? source)
    {
        var (pair, now) = (PairOf(tenant, username, source), clock.GetUtcNow());
        lock (_gate)
        {
            _failures.Add(pair, new Failures(FailuresOf(pair, now).Times + 1, now));
            var account = _accounts.Find(pair.Account) ?? new LatestFailures(new DateTimeOffset[FailuresOfSiege], 0);
            _accounts.Add(pair.Account, account.And(now));
        }
    }

    public void Succeeded(TenantId tenant, Username username, string? source)
    {
        var pair = PairOf(tenant, username, source);
        lock (_gate)
        {
            _failures.Add(pair, default);
            _successes.Add(pair, clock.GetUtcNow());
        }
    }

    private TimeSpan WaitOf(Pair pair, int failures, DateTimeOffset now)
    {
        if (failures >= FreeFailures)
        {
            var doublings = Math.Min(failures - FreeFailures, 16);
            return TimeSpan.FromTicks(Math.Min(ShortestWait.Ticks << doublings, LongestWait.Ticks));
        }

        var isBesieged = _accounts.Find(pair.Account) is { } account && now - account.Oldest < SiegeWindow;
        var isAtHome = _successes.Find(pair) is { } success && now - success < SuccessLasts;
        return isBesieged && !isAtHome ? ShortestWait : TimeSpan.Zero;
    }

    private Failures FailuresOf(Pair pair, DateTimeOffset now) =>
        _failures.Find(pair) is { } failures && now - failures.Latest < FailuresLast ? failures : default;

    private static Pair PairOf(TenantId tenant, Username? username, string? source) => new((tenant, username?.Value ?? ""), SourceNetwork.Of(source));

    private readonly record struct Pair((TenantId Tenant, string Name) Account, string Source);

    private readonly record struct Failures(int Times, DateTimeOffset Latest);

    /// <summary>When an account's latest failures were, in a ring.</summary>
    private readonly record struct LatestFailures(DateTimeOffset[] Times, int Next)
    {
        /// <summary>Before all time until there were as many as the ring holds.</summary>
        public DateTimeOffset Oldest => Times[Next];

        public LatestFailures And(DateTimeOffset now)
        {
            Times[Next] = now;
            return this with { Next = (Next + 1) % Times.Length };
        }
    }
}
