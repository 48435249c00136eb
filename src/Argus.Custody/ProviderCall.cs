using Argus.Authority.Keys;

namespace Argus.Custody;

/// <summary>Calls to a provider, each in bounded time, whatever the provider's client does meanwhile. Nothing is tried twice: who asks does so again.</summary>
/// <param name="provider">Its name, for the messages.</param>
/// <param name="patience">How long a call may take, credentials included.</param>
internal sealed class ProviderCall(string provider, TimeSpan patience)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="CustodyException">The provider did not answer in time, or could not be reached.</exception>
    public async Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(patience);
        try
        {
            return await call(timer.Token).WaitAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new CustodyException($"{provider} did not answer {operation} within {patience.TotalSeconds} s.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new CustodyException($"{provider} cannot be reached for {operation}, or did not answer to the end.", e);
        }
    }
}
