namespace Argus.Authority.Clients;

/// <summary>A salted, slow password hash (<see cref="Argus.Domain.Clients.ClientSecret.Slow"/>), for secrets that a human may have chosen.</summary>
public interface ISlowHash
{
    string Hash(string secret);

    bool Verify(string hash, string secret);
}
