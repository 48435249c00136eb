using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.ResourceServer.Calling.Cache;

/// <summary>Which token is wanted. Holds the token of the user, if it is for one: no record, for a record tells all it holds.</summary>
/// <param name="audience">For which API (RFC 8707 <c>resource</c>).</param>
/// <param name="scope">Sorted, with a space between; empty for all that the client has there.</param>
/// <param name="subjectToken">The access token of the user on whose behalf the call is made; null for a call of the service itself.</param>
internal sealed class TokenWish(string audience, string scope, string? subjectToken = null)
{
    public string Audience => audience;

    public string Scope => scope;

    public string? SubjectToken => subjectToken;

    /// <summary>SHA-256 of the user's token, base64url; empty for none.</summary>
    public string Subject { get; } = subjectToken is null ? "" : Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(subjectToken)));
}

/// <summary>What a token is kept under. The issuer is a part of it, and with it the tenant.</summary>
/// <param name="Binding">Thumbprint of the key or the certificate that it is bound to; empty for none.</param>
/// <param name="Subject">Digest of the user's token; empty for none.</param>
internal readonly record struct TokenKey(string Issuer, string ClientId, string Audience, string Scope, string Binding, string Subject);
