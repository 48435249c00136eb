using System.Runtime.InteropServices;

namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>CK_MECHANISM; none that Argus uses has a parameter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CryptokiMechanism
{
    internal nuint Type;
    internal void* Parameter;
    internal nuint ParameterLength;
}

/// <summary>CK_SESSION_INFO.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CryptokiSessionInfo
{
    internal nuint Slot;
    internal nuint State;
    internal nuint Flags;
    internal nuint DeviceError;
}

/// <summary>
/// CK_FUNCTION_LIST (PKCS#11 v2.40 §3.6), as Unix lays it out: after the version, padded to a pointer's size, the functions in the order of the standard.
/// CK_ULONG is as wide as a pointer there.
/// </summary>
internal readonly unsafe struct CryptokiFunctions(nint list)
{
    private readonly void** _table = (void**)list + 1;

    internal delegate* unmanaged[Cdecl]<void*, nuint> Initialize => (delegate* unmanaged[Cdecl]<void*, nuint>)_table[0];

    internal delegate* unmanaged[Cdecl]<void*, nuint> Finalize => (delegate* unmanaged[Cdecl]<void*, nuint>)_table[1];

    internal delegate* unmanaged[Cdecl]<byte, nuint*, nuint*, nuint> GetSlotList => (delegate* unmanaged[Cdecl]<byte, nuint*, nuint*, nuint>)_table[4];

    internal delegate* unmanaged[Cdecl]<nuint, byte*, nuint> GetTokenInfo => (delegate* unmanaged[Cdecl]<nuint, byte*, nuint>)_table[6];

    internal delegate* unmanaged[Cdecl]<nuint, nuint, void*, void*, nuint*, nuint> OpenSession =>
        (delegate* unmanaged[Cdecl]<nuint, nuint, void*, void*, nuint*, nuint>)_table[12];

    internal delegate* unmanaged[Cdecl]<nuint, nuint> CloseSession => (delegate* unmanaged[Cdecl]<nuint, nuint>)_table[13];

    internal delegate* unmanaged[Cdecl]<nuint, CryptokiSessionInfo*, nuint> GetSessionInfo =>
        (delegate* unmanaged[Cdecl]<nuint, CryptokiSessionInfo*, nuint>)_table[15];

    internal delegate* unmanaged[Cdecl]<nuint, nuint, byte*, nuint, nuint> Login => (delegate* unmanaged[Cdecl]<nuint, nuint, byte*, nuint, nuint>)_table[18];

    internal delegate* unmanaged[Cdecl]<nuint, nuint, nuint> DestroyObject => (delegate* unmanaged[Cdecl]<nuint, nuint, nuint>)_table[22];

    internal delegate* unmanaged[Cdecl]<nuint, nuint, CryptokiAttribute*, nuint, nuint> GetAttributeValue =>
        (delegate* unmanaged[Cdecl]<nuint, nuint, CryptokiAttribute*, nuint, nuint>)_table[24];

    internal delegate* unmanaged[Cdecl]<nuint, nuint, CryptokiAttribute*, nuint, nuint> SetAttributeValue =>
        (delegate* unmanaged[Cdecl]<nuint, nuint, CryptokiAttribute*, nuint, nuint>)_table[25];

    internal delegate* unmanaged[Cdecl]<nuint, CryptokiAttribute*, nuint, nuint> FindObjectsInit =>
        (delegate* unmanaged[Cdecl]<nuint, CryptokiAttribute*, nuint, nuint>)_table[26];

    internal delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint*, nuint> FindObjects =>
        (delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint*, nuint>)_table[27];

    internal delegate* unmanaged[Cdecl]<nuint, nuint> FindObjectsFinal => (delegate* unmanaged[Cdecl]<nuint, nuint>)_table[28];

    internal delegate* unmanaged[Cdecl]<nuint, CryptokiMechanism*, nuint, nuint> SignInit =>
        (delegate* unmanaged[Cdecl]<nuint, CryptokiMechanism*, nuint, nuint>)_table[42];

    internal delegate* unmanaged[Cdecl]<nuint, byte*, nuint, byte*, nuint*, nuint> Sign =>
        (delegate* unmanaged[Cdecl]<nuint, byte*, nuint, byte*, nuint*, nuint>)_table[43];

    internal delegate* unmanaged[Cdecl]<nuint, CryptokiMechanism*, CryptokiAttribute*, nuint, CryptokiAttribute*, nuint, nuint*, nuint*, nuint> GenerateKeyPair =>
        (delegate* unmanaged[Cdecl]<nuint, CryptokiMechanism*, CryptokiAttribute*, nuint, CryptokiAttribute*, nuint, nuint*, nuint*, nuint>)_table[59];

    /// <exception cref="CryptokiException">It was not CKR_OK.</exception>
    internal static void Check(string call, nuint result)
    {
        if (result != (nuint)CryptokiResult.Ok)
            throw new CryptokiException(call, (CryptokiResult)result);
    }
}
