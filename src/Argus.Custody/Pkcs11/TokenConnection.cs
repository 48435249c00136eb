using System.Collections.Concurrent;
using Argus.Authority.Keys;
using Argus.Custody.Pkcs11.Cryptoki;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// A login at the token, and the sessions under it, lent to one caller each. Once a call shows that the token is gone, the whole connection is lost for good.
/// </summary>
internal sealed class TokenConnection
{
    /// <summary>More would not sign faster: the token has fewer engines than this, and often a bound on sessions.</summary>
    internal const int MostSessions = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CryptokiModule _module;
    private readonly int _generation;
    private readonly nuint _slot;
    private readonly CryptokiSession _anchor;
    private readonly ConcurrentBag<CryptokiSession> _idle = [];
    private readonly SemaphoreSlim _free = new(MostSessions);
    private int _returned;
    private volatile bool _lost;

    // The anchor is never lent: whoever closes his last session is logged out, and sessions that failed are closed.
    private TokenConnection(CryptokiModule module, nuint slot, CryptokiSession anchor)
    {
        _module = module;
        _generation = module.Generation;
        _slot = slot;
        _anchor = anchor;
    }

    internal bool IsLost => _lost || _generation != _module.Generation;

    /// <returns>The connection, or null if there is no such token.</returns>
    /// <exception cref="CryptokiException">The token or its module fails, or refuses the PIN.</exception>
    /// <exception cref="CustodyException">There is no usable PIN file.</exception>
    internal static TokenConnection? TryOpen(CryptokiModule module, string label, TokenPin pin)
    {
        var call = module.TryEnter() ?? throw Lost();
        try
        {
            if (CryptokiSlots.Find(module.Functions, label) is not { } slot)
                return null;
            var anchor = CryptokiSession.Open(module.Functions, slot);
            try
            {
                pin.Lend(anchor.LogIn);
                return new TokenConnection(module, slot, anchor);
            }
            catch
            {
                anchor.TryClose();
                throw;
            }
        }
        finally
        {
            call.ExitReadLock();
        }
    }

    /// <summary>Lends a session.</summary>
    /// <exception cref="CryptokiException">The work's own, or the connection is lost, or no session comes free for seconds.</exception>
    internal TResult Use<TState, TResult>(TState state, Func<CryptokiSession, TState, TResult> work) where TState : allows ref struct
    {
        var call = (_lost ? null : _module.TryEnter()) ?? throw Lost();
        try
        {
            if (IsLost)
                throw Lost();
            return UseFree(state, work);
        }
        catch (CryptokiException e) when (!e.LeavesConnection)
        {
            Lose();
            throw;
        }
        finally
        {
            call.ExitReadLock();
        }
    }

    internal void Lose() => _lost = true;

    /// <summary>Gives the token its sessions back, and with the last one the login.</summary>
    internal void Close()
    {
        Lose();
        if (_module.TryEnter() is not { } call)
            return;
        try
        {
            // Those of an earlier generation are gone, and where one cannot be closed, no other can; each might take its time to say so.
            if (_generation != _module.Generation || !_anchor.TryClose())
                return;
            while (_idle.TryTake(out var session) && session.TryClose())
            {
            }
        }
        finally
        {
            call.ExitReadLock();
        }
    }

    private TResult UseFree<TState, TResult>(TState state, Func<CryptokiSession, TState, TResult> work) where TState : allows ref struct
    {
        AwaitSession();
        var session = default(CryptokiSession?);
        var sound = false;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : CryptokiSession.Open(_module.Functions, _slot);
            var result = work(session.Value, state);
            sound = true;
            return result;
        }
        finally
        {
            // What a failed call has left behind in a session is anybody's guess.
            if (sound && !IsLost)
                _idle.Add(session!.Value);
            else if (_generation == _module.Generation)
                session?.TryClose();
            Interlocked.Increment(ref _returned);
            _free.Release();
        }
    }

    // Threads must not queue up before a token that takes calls and answers none. One that is merely slow is not lost.
    private void AwaitSession()
    {
        var returned = Volatile.Read(ref _returned);
        if (_free.Wait(Patience))
            return;
        throw returned == Volatile.Read(ref _returned) ? Lost() : new CryptokiException("A session", CryptokiResult.SessionCount);
    }

    private static CryptokiException Lost() => new("The connection", CryptokiResult.SessionClosed);
}
