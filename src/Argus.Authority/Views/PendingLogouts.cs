using System.Collections.Concurrent;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;

namespace Argus.Authority.Views;

/// <summary>The ended sessions of a tenant whose clients have not all been told. One thread applies; others read meanwhile.</summary>
public sealed class PendingLogouts
{
    private readonly ConcurrentDictionary<SessionId, LogoutState> _pending = new();

    public IEnumerable<LogoutState> All => _pending.Select(logout => logout.Value);

    public LogoutState Find(SessionId session) => _pending.GetValueOrDefault(session, LogoutState.Initial);

    internal void Apply(SessionId session, ILogoutEvent @event)
    {
        var state = LogoutState.Evolve(Find(session), @event);
        if (state.Pending.IsEmpty)
            _pending.TryRemove(session, out _);
        else
            _pending[session] = state;
    }
}
