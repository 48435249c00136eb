namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>Attributes (CKA_*).</summary>
internal static class KeyAttribute
{
    internal const nuint Class = 0x000;
    internal const nuint Token = 0x001;
    internal const nuint Private = 0x002;
    internal const nuint Label = 0x003;
    internal const nuint Id = 0x102;
    internal const nuint Sensitive = 0x103;
    internal const nuint Decrypt = 0x105;
    internal const nuint Unwrap = 0x107;
    internal const nuint Sign = 0x108;
    internal const nuint Verify = 0x10A;
    internal const nuint Modulus = 0x120;
    internal const nuint ModulusBits = 0x121;
    internal const nuint PublicExponent = 0x122;
    internal const nuint Extractable = 0x162;
}

/// <summary>Object classes (CKO_*).</summary>
internal static class ObjectClass
{
    internal const nuint PublicKey = 2;
    internal const nuint PrivateKey = 3;
}

/// <summary>Mechanisms (CKM_*).</summary>
internal static class Mechanism
{
    internal const nuint RsaKeyPairGeneration = 0x0;
    internal const nuint RsaPkcs1 = 0x1;
}
