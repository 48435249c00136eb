using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Custody.Pkcs11.Cryptoki;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Custody.Pkcs11;

/// <summary>Keys in the token, made, found and destroyed; all of it throws <see cref="CryptokiException"/> too.</summary>
internal static class TokenKeys
{
    /// <summary>
    /// A pair under a new id. If this breaks off, a key may stay in the token that nothing refers to: its label lacks the kid.
    /// </summary>
    /// <exception cref="CustodyException">The token made something else than was asked for.</exception>
    internal static CustodyKey Make(TokenConnection connection, TenantId tenant, int bits)
    {
        var id = TokenKeyId.New(tenant);
        return connection.Use((tenant, bits, id), static (session, asked) =>
        {
            // Never two under one id. (SoftHSM2 also takes notice here of what other processes made.)
            if (session.Find(ObjectClass.PrivateKey, asked.id.Bytes).Length > 0)
                throw new CustodyException("The HSM holds a key under an id that was drawn at random.");
            var label = $"argus {asked.tenant}";
            var (publicKey, privateKey) = session.GenerateKeyPair(asked.bits, asked.id.Bytes, Encoding.UTF8.GetBytes(label));
            var jwk = PublicHalf(session.ReadModulus(privateKey));
            var fullLabel = Encoding.UTF8.GetBytes($"{label} {jwk.Kid}");
            if (session.TryRename(privateKey, fullLabel))
                session.TryRename(publicKey, fullLabel);
            return new CustodyKey(jwk, asked.id.Bytes);
        });
    }

    /// <returns>Null if there is no such key.</returns>
    internal static byte[]? FindModulus(TokenConnection connection, TokenKeyId id) =>
        connection.Use(id, static (session, id) => session.Find(ObjectClass.PrivateKey, id.Bytes) is [var key, ..] ? session.ReadModulus(key) : null);

    /// <returns>How many objects there were.</returns>
    /// <exception cref="CustodyException">Under the id is another key than that of the kid; it stays.</exception>
    internal static int Destroy(TokenConnection connection, Kid kid, TokenKeyId id) =>
        connection.Use((kid, id), static (session, asked) =>
        {
            var privateKeys = session.Find(ObjectClass.PrivateKey, asked.id.Bytes);
            if (privateKeys.Any(key => PublicHalf(session.ReadModulus(key)).Kid != asked.kid.Value))
                throw new CustodyException($"What the HSM holds under the handle of key {asked.kid} is another key. It was not destroyed.");

            // The private half first: what breaks off here can be done again.
            nuint[] all = [.. privateKeys, .. session.Find(ObjectClass.PublicKey, asked.id.Bytes)];
            foreach (var key in all)
                session.Destroy(key);
            return all.Length;
        });

    /// <exception cref="CustodyException">It is not an RSA key that Argus could use.</exception>
    internal static RsaPublicJwk PublicHalf(byte[] modulus)
    {
        try
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
            return RsaPublicJwk.FromRsa(rsa);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new CustodyException("The HSM holds a key that Argus cannot use.", e);
        }
    }
}
