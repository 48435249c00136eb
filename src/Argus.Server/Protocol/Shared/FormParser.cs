using System.Text;
using System.Text.Unicode;
using Argus.Authority;

namespace Argus.Server.Protocol.Shared;

/// <summary>
/// Strict <c>application/x-www-form-urlencoded</c> (RFC 6749 appendix B). What is malformed, repeated or too long is an error: nothing is dropped silently.
/// </summary>
internal static class FormParser
{
    private const int MostParameters = 64;
    private const int LongestName = 128;
    private const int LongestValue = 4096;

    // RFC 8707 §2, RFC 8693 §2.1: a client may name several resources.
    private static readonly string[] Repeatable = ["resource", "audience"];

    // What is as long as its maker wants: its own reader says what is too long.
    private static readonly string[] Unbounded = ["token", "access_token", "id_token_hint", "subject_token", "actor_token", "assertion"];

    /// <param name="body">The form; decoded in place.</param>
    /// <param name="form">The parameters, if there is no refusal.</param>
    public static OAuthRefusal? Parse(byte[] body, out Form? form)
    {
        form = null;
        var parameters = new List<Form.Parameter>();
        for (var start = 0; start < body.Length;)
        {
            var rest = body.AsSpan(start);
            var pair = rest.IndexOf((byte)'&') is var end and >= 0 ? rest[..end] : rest;
            if (pair.Length > 0 && Read(pair, start, parameters) is { } refusal)
                return refusal;
            start += pair.Length + 1;
        }

        form = new Form(body, parameters);
        return null;
    }

    private static OAuthRefusal? Read(Span<byte> pair, int start, List<Form.Parameter> parameters)
    {
        var equals = pair.IndexOf((byte)'=');
        var name = equals < 0 ? pair : pair[..equals];
        var value = equals < 0 ? [] : pair[(equals + 1)..];
        if (!TryDecode(ref name) || !TryDecode(ref value))
            return OAuthRefusal.InvalidRequest("form_encoding", "The body is not well-formed application/x-www-form-urlencoded UTF-8.");
        if (parameters.Count >= MostParameters || name.Length > LongestName)
            return OAuthRefusal.InvalidRequest("form_size", "There are too many parameters, or a name is too long.");

        var text = Encoding.UTF8.GetString(name);
        if (value.Length > LongestValue && !Unbounded.Contains(text))
            return OAuthRefusal.InvalidRequest("parameter_size", "A parameter is too long.");
        if (!Repeatable.Contains(text) && parameters.Exists(parameter => parameter.Name == text))
            return OAuthRefusal.InvalidRequest("parameter_repeated", "A parameter is repeated.");

        parameters.Add(new Form.Parameter(text, start + equals + 1, value.Length));
        return null;
    }

    /// <summary>Decodes in place: the result is never longer.</summary>
    private static bool TryDecode(ref Span<byte> text)
    {
        var written = 0;
        for (var read = 0; read < text.Length; read++)
        {
            var octet = text[read];
            if (octet == '+')
            {
                octet = (byte)' ';
            }
            else if (octet == '%')
            {
                if (read + 2 >= text.Length || !TryHex(text[read + 1], out var high) || !TryHex(text[read + 2], out var low))
                    return false;
                octet = (byte)((high << 4) | low);
                read += 2;
            }

            text[written++] = octet;
        }

        text = text[..written];
        return Utf8.IsValid(text) && !text.Contains((byte)0);
    }

    private static bool TryHex(byte digit, out int value)
    {
        value = digit switch
        {
            >= (byte)'0' and <= (byte)'9' => digit - '0',
            >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
            _ => -1,
        };
        return value >= 0;
    }

    /// <summary>One value as it stands in a Basic header (RFC 6749 §2.3.1); null if it is malformed.</summary>
    public static string? DecodeValue(ReadOnlySpan<byte> text)
    {
        Span<byte> decoded = text.ToArray();
        return TryDecode(ref decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
