using Argus.Authority.Clients;
using Microsoft.AspNetCore.Identity;

namespace Argus.Server.Hosting;

/// <summary>The platform's password hash (ASP.NET Core Identity, version 3: PBKDF2 with SHA-512, salted, 100,000 rounds).</summary>
internal sealed class IdentitySlowHash : ISlowHash
{
    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher = new();

    public string Hash(string secret) => _hasher.HashPassword(Nobody, secret);

    public bool Verify(string hash, string secret) => _hasher.VerifyHashedPassword(Nobody, hash, secret) != PasswordVerificationResult.Failed;
}
