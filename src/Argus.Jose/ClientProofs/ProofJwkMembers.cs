using System.Text.Json;

namespace Argus.Jose.ClientProofs;

/// <summary>The members of one JWK of a client's proof or of a trust domain's bundle as they are met, judged once all of them are known.</summary>
internal struct ProofJwkMembers()
{
    private string? _kty;
    private string? _crv;
    private string? _alg;
    private string? _n;
    private string? _e;
    private string? _x;
    private string? _y;
    private bool _canVerify = true;
    private bool _malformed;

    public string? Use { get; private set; }

    public string? Kid { get; private set; }

    /// <summary><c>x5c</c> (RFC 7517 §4.7): base64 of DER, the key's own certificate first. Null for none.</summary>
    public IReadOnlyList<string>? Certificates { get; private set; }

    /// <summary>Reads one object, from its start to its end.</summary>
    public static JwkFault Read(ref StrictJson strict, out ProofJwkMembers members)
    {
        members = new ProofJwkMembers();
        var depth = strict.Reader.CurrentDepth;
        while (strict.Read() && strict.Reader.CurrentDepth > depth)
        {
            var name = strict.Name;
            if (JwkMembers.IsPrivate(name)) return JwkFault.PrivateMember;
            if (!strict.Read() || !members.Take(name, ref strict)) return JwkReader.FaultOf(ref strict);
        }

        return strict.Reader.TokenType == JsonTokenType.EndObject && strict.Reader.CurrentDepth == depth && !strict.HasDuplicate
            ? JwkFault.None
            : JwkReader.FaultOf(ref strict);
    }

    /// <param name="jwk">The key, when the result is <see cref="JwkFault.None"/>.</param>
    /// <param name="use">What <c>use</c> must be if it is there (RFC 7517 §4.2).</param>
    public readonly JwkFault Judge(out ProofJwk? jwk, string use = "sig")
    {
        jwk = null;
        if (_malformed) return JwkFault.BadMember;
        if (_kty is null) return JwkFault.MissingMember;
        if (Use is { } other && other != use || !_canVerify) return JwkFault.WrongUse;
        if (Kid is not null && !KeyId.IsSafe(Kid)) return JwkFault.BadKid;

        var fault = JudgeKey(out var key);
        if (fault != JwkFault.None) return fault;

        var only = ProofAlgorithms.Parse(_alg);
        if (_alg is not null && !key!.Fits(only)) return JwkFault.WrongAlgorithm;
        jwk = new ProofJwk(key!, Kid, only);
        return JwkFault.None;
    }

    private readonly JwkFault JudgeKey(out IProofKey? key)
    {
        key = null;
        return _kty switch
        {
            "RSA" => JudgeRsa(out key),
            "EC" => JudgeEc(out key),
            _ => JwkFault.WrongKeyType,
        };
    }

    private readonly JwkFault JudgeRsa(out IProofKey? key)
    {
        key = null;
        if (_n is null || _e is null) return JwkFault.MissingMember;
        if (!JwkMembers.TryDecode(_n, out var modulus) || !JwkMembers.TryDecode(_e, out var exponent)) return JwkFault.BadBase64Url;

        var fault = RsaPublicJwk.Check(modulus, exponent);
        if (fault == JwkFault.None) key = new RsaProofKey(new RsaPublicJwk(modulus, kid: null));
        return fault;
    }

    private readonly JwkFault JudgeEc(out IProofKey? key)
    {
        key = null;
        if (_crv is null || _x is null || _y is null) return JwkFault.MissingMember;
        if (_crv != "P-256") return JwkFault.WrongCurve;
        if (!JwkMembers.TryDecode(_x, out var x) || !JwkMembers.TryDecode(_y, out var y)) return JwkFault.BadBase64Url;

        var fault = EcProofKey.TryCreate(x, y, out var point);
        key = point;
        return fault;
    }

    private bool Take(ReadOnlySpan<byte> name, ref StrictJson strict)
    {
        if (name.SequenceEqual("kty"u8)) _kty = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("crv"u8)) _crv = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("alg"u8)) _alg = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("use"u8)) Use = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("kid"u8)) Kid = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("n"u8)) _n = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("e"u8)) _e = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("x"u8)) _x = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("y"u8)) _y = JwkMember.Text(ref strict, ref _malformed);
        else if (name.SequenceEqual("x5c"u8)) return TakeCertificates(ref strict);
        else if (name.SequenceEqual("key_ops"u8)) return JwkMember.TakeOperations(ref strict, "verify"u8, out _canVerify, ref _malformed);
        return strict.Skip();
    }

    private bool TakeCertificates(ref StrictJson strict)
    {
        if (strict.Reader.TokenType != JsonTokenType.StartArray)
        {
            _malformed = true;
            return strict.Skip();
        }

        var certificates = new List<string>(1);
        while (strict.Read() && strict.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (JwkMember.Text(ref strict, ref _malformed) is { } one) certificates.Add(one);
            if (!strict.Skip()) return false;
        }

        Certificates = certificates;
        return strict.Reader.TokenType == JsonTokenType.EndArray;
    }
}
