using System.Diagnostics;

namespace Argus.Jose.PrivateKeys;

/// <summary>The names under which refusals of private keys stand in the log and in answers. They stay as they are.</summary>
public static class PrivateKeyFaultCodes
{
    /// <summary>The fault's code: 1 to 32 of <c>a-z 0-9 _</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The fault is <see cref="PrivateKeyFault.None"/>: there is nothing to refuse.</exception>
    public static string Code(this PrivateKeyFault fault) => fault switch
    {
        PrivateKeyFault.None => throw new ArgumentOutOfRangeException(nameof(fault)),
        PrivateKeyFault.TooLarge => "too_large",
        PrivateKeyFault.BadPem => "bad_pem",
        PrivateKeyFault.NotOneKey => "not_one_key",
        PrivateKeyFault.UnknownFormat => "unknown_format",
        PrivateKeyFault.Encrypted => "encrypted",
        PrivateKeyFault.NotPrivate => "not_private",
        PrivateKeyFault.NotRsa => "not_rsa",
        PrivateKeyFault.BadDer => "bad_der",
        PrivateKeyFault.BadJson => "bad_json",
        PrivateKeyFault.DuplicateMember => "duplicate_member",
        PrivateKeyFault.MissingMember => "missing_member",
        PrivateKeyFault.BadMember => "bad_member",
        PrivateKeyFault.BadBase64Url => "bad_base64url",
        PrivateKeyFault.WrongAlgorithm => "wrong_algorithm",
        PrivateKeyFault.WrongUse => "wrong_use",
        PrivateKeyFault.MultiPrime => "multi_prime",
        PrivateKeyFault.KeyTooSmall => "key_too_small",
        PrivateKeyFault.KeyTooLarge => "key_too_large",
        PrivateKeyFault.BadModulus => "bad_modulus",
        PrivateKeyFault.BadExponent => "bad_exponent",
        PrivateKeyFault.RocaWeak => "roca_weak",
        PrivateKeyFault.WrongFactors => "wrong_factors",
        PrivateKeyFault.EqualPrimes => "equal_primes",
        PrivateKeyFault.LopsidedPrimes => "lopsided_primes",
        PrivateKeyFault.PrimesTooClose => "primes_too_close",
        PrivateKeyFault.NotPrime => "not_prime",
        PrivateKeyFault.PrivateExponentTooSmall => "private_exponent_too_small",
        PrivateKeyFault.WrongPrivateExponent => "wrong_private_exponent",
        PrivateKeyFault.WrongCrtValues => "wrong_crt_values",
        _ => throw new UnreachableException(),
    };
}
