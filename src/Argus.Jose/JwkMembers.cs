using System.Text;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>The members of one JWK as they are met, judged once all of them are known.</summary>
internal struct JwkMembers()
{
    private string? _kty;
    private string? _alg;
    private string? _use;
    private string? _kid;
    private string? _n;
    private string? _e;
    private bool _canVerify = true;
    private bool _malformed;

    /// <summary>Reads one object, from its start to its end.</summary>
    public static JwkFault Read(ref StrictJson strict, out RsaPublicJwk? jwk)
    {
        jwk = null;
        var members = new JwkMembers();
        var depth = strict.Reader.CurrentDepth;
        while (strict.Read() && strict.Reader.CurrentDepth > depth)
        {
            var name = strict.Name;
            if (IsPrivate(name)) return JwkFault.PrivateMember;
            if (!strict.Read() || !members.Take(name, ref strict)) break;
        }

        return strict.Reader.TokenType == JsonTokenType.EndObject && strict.Reader.CurrentDepth == depth && !strict.HasDuplicate
            ? members.Judge(out jwk)
            : JwkReader.FaultOf(ref strict);
    }

    // RFC 7518 §6.2.2, §6.3.2 and §6.4.1, RFC 8037 §2, and "priv" of the keys that come with post-quantum signatures.
    internal static bool IsPrivate(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("d"u8) || name.SequenceEqual("p"u8) || name.SequenceEqual("q"u8) || name.SequenceEqual("dp"u8) || name.SequenceEqual("dq"u8)
        || name.SequenceEqual("qi"u8) || name.SequenceEqual("oth"u8) || name.SequenceEqual("k"u8) || name.SequenceEqual("priv"u8);

    private bool Take(ReadOnlySpan<byte> name, ref StrictJson strict)
    {
        if (name.SequenceEqual("kty"u8)) _kty = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("alg"u8)) _alg = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("use"u8)) _use = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("kid"u8)) _kid = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("n"u8)) _n = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("e"u8)) _e = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("key_ops"u8)) return JwkMember.TakeOperations(ref strict, "verify"u8, out _canVerify, ref _malformed);
        return strict.Skip();
    }

    private readonly JwkFault Judge(out RsaPublicJwk? jwk)
    {
        jwk = null;
        if (_malformed) return JwkFault.BadMember;
        if (_kty is null) return JwkFault.MissingMember;
        if (_kty != "RSA") return JwkFault.WrongKeyType;
        if (_alg is not (null or "RS256")) return JwkFault.WrongAlgorithm;
        if (_use is not (null or "sig") || !_canVerify) return JwkFault.WrongUse;
        if (_kid is not null && !KeyId.IsSafe(_kid)) return JwkFault.BadKid;
        if (_n is null || _e is null) return JwkFault.MissingMember;

        if (!TryDecode(_n, out var modulus) || !TryDecode(_e, out var exponent)) return JwkFault.BadBase64Url;
        var fault = RsaPublicJwk.Check(modulus, exponent);
        if (fault == JwkFault.None) jwk = new RsaPublicJwk(modulus, _kid);
        return fault;
    }

    internal static bool TryDecode(string text, out byte[] bytes)
    {
        // A character that is no ASCII becomes '?', which is not in the alphabet either.
        var encoded = Encoding.ASCII.GetBytes(text);
        bytes = new byte[Base64UrlStrict.DecodedLength(encoded.Length)];
        return Base64UrlStrict.TryDecode(encoded, bytes, out _);
    }
}
