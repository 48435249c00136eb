using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Authority.Authorization;

/// <summary>
/// The parameters of an authorization request that mean something here, in the order of their names. All others are ignored (OpenID Connect Core §3.1.2.1).
/// </summary>
public sealed class AuthorizationParameters
{
    /// <summary>The only one that may come several times (RFC 8707 §2).</summary>
    private const string Repeatable = "resource";

    private readonly (string Name, string Value)[] _values;

    private AuthorizationParameters(IEnumerable<(string Name, string Value)> values) =>
        _values = [.. values.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];

    /// <summary>What means something, beside <c>resource</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "client_id", "code_challenge", "code_challenge_method", "dpop_jkt", "id_token_hint", "login_hint", "max_age", "nonce", "prompt", "redirect_uri", "registration", "request",
        "request_uri", "response_mode", "response_type", "scope", "state",
    ];

    public IReadOnlyList<(string Name, string Value)> Values => _values;

    public IReadOnlyList<string> Resources => [.. _values.Where(parameter => parameter.Name == Repeatable).Select(parameter => parameter.Value)];

    /// <summary>
    /// SHA-256 over all of it, base64url: the same for the same request, whatever order and spelling it came in. Each text has its length before it, so no two
    /// requests are the same bytes.
    /// </summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (name, value) in _values)
            {
                Append(hash, name);
                Append(hash, value);
            }

            return Base64Url.EncodeToString(hash.GetHashAndReset());
        }
    }

    /// <summary>The value, or null.</summary>
    public string? this[string name] => Array.Find(_values, parameter => parameter.Name == name).Value;

    /// <param name="text">The value of a parameter that cannot repeat, or null.</param>
    /// <param name="resources">The values of <c>resource</c>.</param>
    public static AuthorizationParameters Of(Func<string, string?> text, IReadOnlyList<string> resources) =>
        new(Names.Select(name => (name, text(name))).Where(parameter => parameter.Item2 is not null)
            .Concat(resources.Select(resource => (Repeatable, (string?)resource))).Select(parameter => (parameter.Item1, parameter.Item2!)));

    /// <summary>As they were kept.</summary>
    public static AuthorizationParameters Of(IEnumerable<(string Name, string Value)> values) => new(values);

    /// <summary>The same with one more, or with another value for it.</summary>
    public AuthorizationParameters With(string name, string value) =>
        new(_values.Where(parameter => parameter.Name != name).Append((name, value)));

    /// <summary>As the query of a URL.</summary>
    public string ToQuery() => UriQuery.Of(_values.Select(parameter => (parameter.Name, (string?)parameter.Value)));

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
