using Argus.Authority.Keys;
using Argus.Custody.Pkcs11.Cryptoki;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// The token, whether it is there or not. It is connected to when somebody needs it: by one thread, and whoever needs it meanwhile shares the outcome. So a
/// token that was away is found again by the next errand, without a restart.
/// </summary>
internal sealed class Token(CryptokiModule module, string label, TokenPin pin, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DoubtEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TokenConnection? _connection;
    private Task<TokenConnection>? _connecting;
    private long? _doubted;
    private bool _anew;

    /// <summary>The connection, if there is one.</summary>
    internal TokenConnection? Connection => Volatile.Read(ref _connection) is { IsLost: false } connection ? connection : null;

    /// <summary>Does something at the token, on a thread of the desk.</summary>
    /// <param name="work">Done twice if the connection turns out to be lost: a token that was away for a moment is none of the caller's business.</param>
    /// <exception cref="CustodyException">It could not be done.</exception>
    internal async Task<T> RunAsync<T>(ErrandDesk desk, Func<TokenConnection, T> work, CancellationToken cancellation)
    {
        for (var again = false; ; again = true)
        {
            var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await desk.RunAsync(() => work(connection), cancellation).ConfigureAwait(false);
            }
            catch (CryptokiException e) when (again || e.LeavesConnection)
            {
                throw new CustodyException($"The HSM token {label} failed: {e.Message}", e);
            }
            catch (CryptokiException)
            {
                // Lost since it was last used.
            }
            catch (TimeoutException e)
            {
                connection.Lose();
                throw DoesNotAnswer(e);
            }
        }
    }

    /// <summary>Connects to the token unless that has been done.</summary>
    /// <exception cref="CustodyException">It is away, or the configuration is wrong.</exception>
    internal async Task<TokenConnection> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await Connecting().WaitAsync(Patience, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw DoesNotAnswer(e);
        }
    }

    /// <summary>
    /// A key is not there. But SoftHSM2 misses what another process made if both wrote at once, and what was on a volume that was away for a while, until it
    /// is begun anew. That interrupts whoever signs, and so is not done for every request that misses a key.
    /// </summary>
    /// <returns>Whether it is worth looking again.</returns>
    internal bool Doubt(bool always)
    {
        lock (_gate)
        {
            if (!always && _doubted is { } doubted && clock.GetElapsedTime(doubted) < DoubtEvery)
                return false;
            _doubted = clock.GetTimestamp();
            _anew = true;
            _connection?.Lose();
            return true;
        }
    }

    public void Dispose() => Volatile.Read(ref _connection)?.Close();

    private Task<TokenConnection> Connecting()
    {
        lock (_gate)
        {
            if (Connection is { } connection)
                return Task.FromResult(connection);
            if (_connecting is null or { IsCompleted: true })
                _connecting = Task.Factory.StartNew(Connect, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _connecting;
        }
    }

    private TokenConnection Connect()
    {
        pin.Check();
        Volatile.Read(ref _connection)?.Close();
        try
        {
            var connection = (Interlocked.Exchange(ref _anew, false) ? null : TryConnect(anew: false)) ?? TryConnect(anew: true)
                ?? throw new CustodyException($"The HSM's library shows no token with the label of {Pkcs11Options.TokenKey}: {label}. The HSM may be away.");
            Volatile.Write(ref _connection, connection);
            return connection;
        }
        catch (CryptokiException e)
        {
            throw e.ConcernsPin ? PinRefused(e) : new CustodyException($"The HSM token {label} is away: {e.Message}", e);
        }
    }

    private TokenConnection? TryConnect(bool anew)
    {
        try
        {
            module.Begin(anew);
            return TokenConnection.TryOpen(module, label, pin);
        }
        catch (CryptokiException e) when (!anew && !e.ConcernsPin)
        {
            // The library has not noticed that the token is back, or what it remembers of it is void.
            return null;
        }
    }

    private CustodyException PinRefused(CryptokiException e)
    {
        pin.Refuse();
        return new CustodyException($"The HSM token {label} refuses the PIN of {Pkcs11Options.PinFileKey}: {e.Message}", e);
    }

    private CustodyException DoesNotAnswer(Exception e) => new($"The HSM token {label} does not answer.", e);
}
