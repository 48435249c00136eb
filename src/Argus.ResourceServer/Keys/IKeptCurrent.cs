namespace Argus.ResourceServer.Keys;

/// <summary>Something that is fetched over and over as long as the API runs.</summary>
internal interface IKeptCurrent
{
    /// <summary>Runs until stopped; does not throw then, nor for what the other side does.</summary>
    Task KeepAsync(CancellationToken stop);
}
