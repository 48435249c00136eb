namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>One session with a token: one call at a time. All methods throw <see cref="CryptokiException"/>.</summary>
internal readonly unsafe struct CryptokiSession(CryptokiFunctions functions, nuint handle)
{
    private const int MostFound = 8;

    internal static CryptokiSession Open(CryptokiFunctions functions, nuint slot)
    {
        // CKF_RW_SESSION, CKF_SERIAL_SESSION.
        nuint handle;
        CryptokiFunctions.Check("C_OpenSession", functions.OpenSession(slot, 2 | 4, null, null, &handle));
        return new CryptokiSession(functions, handle);
    }

    /// <returns>False if it was not there any more, or the token is not.</returns>
    internal bool TryClose() => functions.CloseSession(handle) == (nuint)CryptokiResult.Ok;

    /// <summary>As CKU_USER. It holds for all sessions of this process with the token, until the last is closed.</summary>
    internal void LogIn(ReadOnlySpan<byte> pin)
    {
        fixed (byte* bytes = pin)
        {
            var result = functions.Login(handle, 1, bytes, (nuint)pin.Length);
            if (result != (nuint)CryptokiResult.UserAlreadyLoggedIn)
                CryptokiFunctions.Check("C_Login", result);
        }
    }

    /// <summary>Whoever is not logged in is not told so, but sees no private keys.</summary>
    /// <returns>True: otherwise it throws.</returns>
    internal bool IsLoggedIn()
    {
        CryptokiSessionInfo info;
        CryptokiFunctions.Check("C_GetSessionInfo", functions.GetSessionInfo(handle, &info));

        // CKS_RW_USER_FUNCTIONS.
        return info.State == 3 ? true : throw new CryptokiException("C_GetSessionInfo", CryptokiResult.UserNotLoggedIn);
    }

    /// <returns>The objects of the token with this id: one, unless somebody has copied it.</returns>
    internal nuint[] Find(nuint objectClass, ReadOnlySpan<byte> id)
    {
        using var template = new AttributeTemplate().Add(KeyAttribute.Class, objectClass).Add(KeyAttribute.Token, true).Add(KeyAttribute.Id, id);
        CryptokiFunctions.Check("C_FindObjectsInit", functions.FindObjectsInit(handle, template.Attributes, template.Count));
        var found = stackalloc nuint[MostFound];
        nuint count;
        var result = functions.FindObjects(handle, found, MostFound, &count);
        functions.FindObjectsFinal(handle);
        CryptokiFunctions.Check("C_FindObjects", result);
        if (count == 0)
            IsLoggedIn();
        return new ReadOnlySpan<nuint>(found, (int)count).ToArray();
    }

    /// <returns>Big-endian, without leading zeros.</returns>
    internal byte[] ReadModulus(nuint key)
    {
        Span<byte> modulus = stackalloc byte[1024];
        fixed (byte* bytes = modulus)
        {
            var attribute = new CryptokiAttribute { Type = KeyAttribute.Modulus, Value = bytes, Length = (nuint)modulus.Length };
            CryptokiFunctions.Check("C_GetAttributeValue", functions.GetAttributeValue(handle, key, &attribute, 1));
            return modulus[..(int)attribute.Length].TrimStart((byte)0).ToArray();
        }
    }

    /// <returns>False if the token does not let its objects be renamed.</returns>
    internal bool TryRename(nuint key, ReadOnlySpan<byte> label)
    {
        using var template = new AttributeTemplate().Add(KeyAttribute.Label, label);
        var result = functions.SetAttributeValue(handle, key, template.Attributes, template.Count);
        if ((CryptokiResult)result is CryptokiResult.AttributeReadOnly or CryptokiResult.ActionProhibited or CryptokiResult.FunctionNotSupported)
            return false;
        CryptokiFunctions.Check("C_SetAttributeValue", result);
        return true;
    }

    internal void Destroy(nuint key) => CryptokiFunctions.Check("C_DestroyObject", functions.DestroyObject(handle, key));

    /// <summary>Makes an RSA key pair with e = 65537 whose private half signs, does nothing else, and never leaves the token.</summary>
    internal (nuint Public, nuint Private) GenerateKeyPair(int bits, ReadOnlySpan<byte> id, ReadOnlySpan<byte> label)
    {
        using var publicKey = new AttributeTemplate().Add(KeyAttribute.Token, true).Add(KeyAttribute.Verify, true)
            .Add(KeyAttribute.ModulusBits, (nuint)bits).Add(KeyAttribute.PublicExponent, [1, 0, 1]).Add(KeyAttribute.Id, id).Add(KeyAttribute.Label, label);
        using var privateKey = new AttributeTemplate().Add(KeyAttribute.Token, true).Add(KeyAttribute.Private, true).Add(KeyAttribute.Sensitive, true)
            .Add(KeyAttribute.Extractable, false).Add(KeyAttribute.Sign, true).Add(KeyAttribute.Decrypt, false).Add(KeyAttribute.Unwrap, false)
            .Add(KeyAttribute.Id, id).Add(KeyAttribute.Label, label);
        var mechanism = new CryptokiMechanism { Type = Mechanism.RsaKeyPairGeneration };
        nuint madePublic, madePrivate;
        CryptokiFunctions.Check("C_GenerateKeyPair", functions.GenerateKeyPair(
            handle, &mechanism, publicKey.Attributes, publicKey.Count, privateKey.Attributes, privateKey.Count, &madePublic, &madePrivate));
        return (madePublic, madePrivate);
    }

    /// <summary>RSASSA-PKCS1-v1_5 over what the caller has encoded (CKM_RSA_PKCS).</summary>
    /// <returns>Bytes written.</returns>
    internal int Sign(nuint key, ReadOnlySpan<byte> digestInfo, Span<byte> signature)
    {
        var mechanism = new CryptokiMechanism { Type = Mechanism.RsaPkcs1 };
        CryptokiFunctions.Check("C_SignInit", functions.SignInit(handle, &mechanism, key));
        fixed (byte* data = digestInfo, output = signature)
        {
            var length = (nuint)signature.Length;
            CryptokiFunctions.Check("C_Sign", functions.Sign(handle, data, (nuint)digestInfo.Length, output, &length));
            return (int)length;
        }
    }
}
