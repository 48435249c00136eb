using Argus.Authority.SignIn;
using Argus.Domain.Kernel;

namespace Argus.Authority.Devices;

/// <summary>
/// Bounds how many wrong user codes come from one source, and from one session (RFC 8628 §5.1). What it remembers is bounded, and of this node alone: behind
/// many nodes a guesser has as many times the bound, which is still nothing against the number of codes.
/// </summary>
public sealed class CodeGuesses(TimeProvider clock)
{
    /// <summary>Wrong codes within <see cref="Window"/>.</summary>
    public const int MostWrong = 10;

    private const int GenerationSize = 16_384;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Recent<(TenantId, string), Wrong> _wrong = new(GenerationSize);

    /// <summary>A code is about to be looked up. It counts as wrong until <see cref="WasRight"/> says otherwise, so that many at once are no way round the bound.</summary>
    /// <returns>False if it must not be looked up.</returns>
    public bool TryBegin(TenantId tenant, string? source, SessionId? session)
    {
        var (keys, now) = (KeysOf(tenant, source, session), clock.GetUtcNow());
        lock (_gate)
        {
            if (Array.Exists(keys, key => WrongOf(key, now).Times >= MostWrong))
                return false;
            foreach (var key in keys)
                _wrong.Add(key, WrongOf(key, now) is var wrong ? wrong with { Times = wrong.Times + 1 } : default);
            return true;
        }
    }

    public void WasRight(TenantId tenant, string? source, SessionId? session)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var key in KeysOf(tenant, source, session))
            {
                if (WrongOf(key, now) is { Times: > 0 } wrong)
                    _wrong.Add(key, wrong with { Times = wrong.Times - 1 });
            }
        }
    }

    private Wrong WrongOf((TenantId, string) key, DateTimeOffset now) => _wrong.Find(key) is { } wrong && now - wrong.Since < Window ? wrong : new Wrong(0, now);

    private static (TenantId, string)[] KeysOf(TenantId tenant, string? source, SessionId? session) => session is { } id
        ? [(tenant, $"source {SourceNetwork.Of(source)}"), (tenant, $"session {id}")]
        : [(tenant, $"source {SourceNetwork.Of(source)}")];

    /// <summary>How many, and since when they are counted.</summary>
    private readonly record struct Wrong(int Times, DateTimeOffset Since);
}
