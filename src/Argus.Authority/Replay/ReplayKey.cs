using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Authority.Replay;

/// <summary>What an identifier is kept by: a digest, of one length whoever chose it. No part can be mistaken for another's end.</summary>
public static class ReplayKey
{
    public static byte[] Of(TenantId tenant, string issuer, string jti) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{issuer.Length}\n{issuer}\n{jti}"));
}
