using System.Security.Cryptography;
using System.Text;

namespace Argus.Authority.Keys;

/// <summary>The <c>file</c> provider: private halves wrapped by a key-encryption key that lies in a file only its owner can read.</summary>
public static class FileKeyCustody
{
    /// <summary>As it stands in the log and in the configuration.</summary>
    public const string ProviderName = "file";

    /// <summary>Reads the key file, or makes it when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayCreate">Whether no key is wrapped yet: otherwise a missing file is a lost one, and another key would hide that.</param>
    /// <exception cref="CustodyException">The file is missing or holds something else than keys, or others than its owner can read it.</exception>
    public static WrappedKeyCustody Open(string path, bool mayCreate)
    {
        if (!File.Exists(path))
        {
            if (!mayCreate)
                throw new CustodyException($"The key-encryption key {path} is missing, and the database holds private keys that it wraps.");
            OwnerOnlyFile.TryCreate(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)) + "\n"));
        }

        return new WrappedKeyCustody(new KeyFile(path));
    }
}
