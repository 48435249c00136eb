using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Clients;
using Argus.Log;

namespace Argus.Authority.Clients;

/// <summary>Checks one kind of proof that is no secret.</summary>
public interface IClientProver
{
    /// <summary>The values of <see cref="AuthMethod"/> that it checks.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <param name="tenant">Whose client.</param>
    /// <param name="id">Whom the credentials name.</param>
    /// <param name="client">That client: it exists, is enabled, and is registered for the method.</param>
    /// <param name="credentials">What it presented.</param>
    /// <returns>Null if that proves it; else why not, for the record: a word of the code's own.</returns>
    /// <exception cref="LogUnavailableException">Nobody knows.</exception>
    ValueTask<string?> FaultAsync(TenantView tenant, ClientId id, ClientState client, ClientCredentials credentials);
}
