using System.Security.Cryptography;
using Argus.Authority.Keys;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// The user PIN, in its file except while somebody logs in. A token locks itself after a few wrong PINs: one that was refused is not shown again until the
/// file has been written anew.
/// </summary>
internal sealed class TokenPin(string path)
{
    private DateTime? _refused;

    /// <summary>Reads the PIN, lends it, and forgets it.</summary>
    /// <exception cref="CustodyException">The file is missing, empty or not its owner's alone, or its PIN was refused before.</exception>
    internal void Lend(Action<ReadOnlySpan<byte>> login)
    {
        var content = Read();
        try
        {
            login(content.AsSpan().TrimEnd("\r\n"u8));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>What <see cref="Lend"/> would do at once is wrong with the file.</summary>
    internal void Check() => Lend(static _ => { });

    /// <summary>The token would not have the PIN that was lent last.</summary>
    internal void Refuse() => _refused = File.GetLastWriteTimeUtc(path);

    private byte[] Read()
    {
        try
        {
            if (!File.Exists(path))
                throw Wrong("is missing");
            if (!OwnerOnlyFile.IsOwnerOnly(path))
                throw Wrong("can be used by others than its owner; its mode must be 0600");
            if (_refused == File.GetLastWriteTimeUtc(path))
                throw Wrong("holds a PIN that the token refused; it is not tried again until the file is written anew, for a token locks itself after a few");
            var content = File.ReadAllBytes(path);
            return content.AsSpan().TrimEnd("\r\n"u8).IsEmpty ? throw Wrong("is empty") : content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CustodyException($"The file of {Pkcs11Options.PinFileKey} cannot be read: {path}", e);
        }
    }

    private CustodyException Wrong(string fault) => new($"The file of {Pkcs11Options.PinFileKey} {fault}: {path}");
}
