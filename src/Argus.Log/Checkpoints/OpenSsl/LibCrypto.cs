using System.Runtime.InteropServices;

namespace Argus.Log.Checkpoints.OpenSsl;

/// <summary>
/// The few functions of the platform's libcrypto (1.1.1 or later) that .NET does not offer. It is the same library that .NET itself calls, in the same process.
/// </summary>
internal sealed unsafe class LibCrypto
{
    /// <summary>NID_ED25519 in OpenSSL's obj_mac.h.</summary>
    public const int Ed25519 = 1087;

    private static readonly string[] Names = OperatingSystem.IsMacOS()
        ? ["libcrypto.3.dylib", "libcrypto.1.1.dylib"]
        : ["libcrypto.so.3", "libcrypto.so.1.1"];

    public readonly delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint> NewRawPrivateKey;

    public readonly delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint> NewRawPublicKey;

    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int> GetRawPublicKey;

    public readonly delegate* unmanaged[Cdecl]<nint, void> FreeKey;

    public readonly delegate* unmanaged[Cdecl]<nint> NewContext;

    public readonly delegate* unmanaged[Cdecl]<nint, void> FreeContext;

    public readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int> DigestSignInit;

    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, nuint, int> DigestSign;

    public readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int> DigestVerifyInit;

    public readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, int> DigestVerify;

    /// <summary>Failed calls leave errors with the thread, where the next caller, .NET among them, would take them for its own.</summary>
    public readonly delegate* unmanaged[Cdecl]<void> ClearErrors;

    private LibCrypto(nint library)
    {
        NewRawPrivateKey = (delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint>)NativeLibrary.GetExport(library, "EVP_PKEY_new_raw_private_key");
        NewRawPublicKey = (delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint>)NativeLibrary.GetExport(library, "EVP_PKEY_new_raw_public_key");
        GetRawPublicKey = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int>)NativeLibrary.GetExport(library, "EVP_PKEY_get_raw_public_key");
        FreeKey = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "EVP_PKEY_free");
        NewContext = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "EVP_MD_CTX_new");
        FreeContext = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "EVP_MD_CTX_free");
        DigestSignInit = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "EVP_DigestSignInit");
        DigestSign = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, nuint, int>)NativeLibrary.GetExport(library, "EVP_DigestSign");
        DigestVerifyInit = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "EVP_DigestVerifyInit");
        DigestVerify = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, int>)NativeLibrary.GetExport(library, "EVP_DigestVerify");
        ClearErrors = (delegate* unmanaged[Cdecl]<void>)NativeLibrary.GetExport(library, "ERR_clear_error");
    }

    /// <summary>Null where the platform has none, or one that is too old.</summary>
    public static LibCrypto? Load()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            try
            {
                return new LibCrypto(library);
            }
            catch (EntryPointNotFoundException)
            {
                // OpenSSL before 1.1.1: no Ed25519.
            }
        }

        return null;
    }
}
