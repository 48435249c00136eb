using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argus.Jose.PrivateKeys;

/// <summary>The members of a private JWK (RFC 7517, RFC 7518 §6.3) as they are met, judged once all of them are known.</summary>
internal struct PrivateJwkMembers()
{
    private const int FirstPrivate = 2;

    private readonly BigInteger?[] _numbers = new BigInteger?[8];
    private string? _kty;
    private string? _alg;
    private string? _use;
    private bool _isSet;
    private bool _isMultiPrime;
    private bool _canSign = true;
    private bool _malformed;
    private bool _misencoded;

    /// <summary>Reads the text's one object, from its start to its end.</summary>
    public static PrivateKeyFault Read(ref StrictJson strict, out RsaNumbers numbers)
    {
        numbers = default;
        var members = new PrivateJwkMembers();
        if (!strict.ReadRoot()) return FaultOf(ref strict);

        while (strict.Read() && strict.Reader.CurrentDepth > 0)
        {
            var name = strict.Name;
            if (!strict.Read() || !members.Take(name, ref strict)) break;
        }

        while (strict.Read());
        return strict.IsWhole ? members.Judge(out numbers) : FaultOf(ref strict);
    }

    private static PrivateKeyFault FaultOf(ref StrictJson strict) => strict.HasDuplicate ? PrivateKeyFault.DuplicateMember : PrivateKeyFault.BadJson;

    private static int PlaceOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("n"u8) ? 0
        : name.SequenceEqual("e"u8) ? 1
        : name.SequenceEqual("d"u8) ? FirstPrivate
        : name.SequenceEqual("p"u8) ? 3
        : name.SequenceEqual("q"u8) ? 4
        : name.SequenceEqual("dp"u8) ? 5
        : name.SequenceEqual("dq"u8) ? 6
        : name.SequenceEqual("qi"u8) ? 7
        : -1;

    // A kid is passed over: the thumbprint counts.
    private bool Take(ReadOnlySpan<byte> name, ref StrictJson strict)
    {
        if (PlaceOf(name) is >= 0 and var place) TakeNumber(place, ref strict);
        else if (name.SequenceEqual("kty"u8)) _kty = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("alg"u8)) _alg = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("use"u8)) _use = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("oth"u8)) _isMultiPrime = true;
        else if (name.SequenceEqual("keys"u8)) _isSet = true;
        else if (name.SequenceEqual("key_ops"u8)) return JwkMember.TakeOperations(ref strict, "sign"u8, out _canSign, ref _malformed);
        return strict.Skip();
    }

    // Never a string: that could not be wiped.
    private void TakeNumber(int place, ref StrictJson strict)
    {
        _numbers[place] = BigInteger.Zero;
        if (strict.Reader.TokenType != JsonTokenType.String)
        {
            _malformed = true;
            return;
        }

        var text = new byte[strict.Reader.ValueSpan.Length];
        var encoded = text.AsSpan(0, strict.Reader.CopyString(text));
        var decoded = new byte[Base64UrlStrict.DecodedLength(encoded.Length)];
        if (Base64UrlStrict.TryDecode(encoded, decoded, out var written) && written > 0)
        {
            // RFC 7518 §2 forbids leading zeros everywhere, but tools that write .NET's fixed-length parameters put them before one private
            // number in 256; only n and e make the thumbprint.
            _misencoded |= place < FirstPrivate && written > 1 && decoded[0] == 0;
            _numbers[place] = new BigInteger(decoded, isUnsigned: true, isBigEndian: true);
        }
        else
        {
            _misencoded = true;
        }

        CryptographicOperations.ZeroMemory(text);
        CryptographicOperations.ZeroMemory(decoded);
    }

    private readonly PrivateKeyFault Judge(out RsaNumbers numbers)
    {
        numbers = default;
        if (_malformed) return PrivateKeyFault.BadMember;
        if (_kty is null) return _isSet ? PrivateKeyFault.NotOneKey : PrivateKeyFault.MissingMember;
        if (_kty != "RSA") return PrivateKeyFault.NotRsa;
        if (_numbers.AsSpan(FirstPrivate).IndexOfAnyExcept((BigInteger?)null) < 0) return PrivateKeyFault.NotPrivate;
        if (_isMultiPrime) return PrivateKeyFault.MultiPrime;
        if (_alg is not (null or "RS256")) return PrivateKeyFault.WrongAlgorithm;
        if (_use is not (null or "sig") || !_canSign) return PrivateKeyFault.WrongUse;

        Span<BigInteger> read = new BigInteger[_numbers.Length];
        for (var i = 0; i < read.Length; i++)
        {
            if (_numbers[i] is not { } number) return PrivateKeyFault.MissingMember;
            read[i] = number;
        }

        if (_misencoded) return PrivateKeyFault.BadBase64Url;
        numbers = RsaNumbers.Of(read);
        return PrivateKeyFault.None;
    }
}
