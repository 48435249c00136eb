using System.Text;
using Argus.IntegrationTests.Http.Driving;
using Argus.Specs;

namespace Argus.IntegrationTests.Http;

/// <summary>Good requests with something done to them: whatever it was, the answer is the client's error or none of its business.</summary>
[Collection(OneNodeCollection.Name)]
public class Requests_of_any_kind(OneNode one)
{
    private const int EachSeed = 500;

    private static readonly string[] Oddities =
    [
        "%", "%00", "\0", "&", "=", "+", "%2e", "..", "//", "\\", "\"", "<script>", "\u00ff", "{}", "[]", "%ff", "%u0041", ";", "#", "?", " ", "'", "--", "\t", ":", "=&=", "0", "-1",
        "18446744073709551616", "null", "grant_type", "client_id", "token", "resource=", "scope=", "Basic", "Bearer", "eyJhbGciOiJub25lIn0.",
    ];

    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task are_answered_and_never_with_a_server_error(int seed)
    {
        var random = new Xorshift((ulong)seed * 0x9E3779B97F4A7C15);
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        (string Endpoint, string Form, Client Client)[] good =
        [
            ("/t/acme/oauth/token", "grant_type=client_credentials&scope=orders.read&resource=https://api.acme.example", Known.Billing),
            ("/t/acme/oauth/introspect", $"token={token}&token_type_hint=access_token", Known.OrdersApi),
            ("/t/acme/oauth/revoke", $"token={token}", Known.BasicOnly),
            ("/.well-known/oauth-authorization-server/t/acme", "", Known.Billing),
        ];

        for (var number = 0; number < EachSeed; number++)
        {
            var (target, form, client) = random.Of(good);
            var (method, authorization, type) = ("POST", client.Basic.ToString(), "application/x-www-form-urlencoded");
            switch (random.Below(8))
            {
                case 0: target = Mutate(random, target).Replace(' ', '+'); break;
                case 1: authorization = "Basic " + Convert.ToBase64String(Encoding.Latin1.GetBytes(Mutate(random, $"{client.Id}:{client.Secret}"))); break;
                case 2: authorization = Mutate(random, authorization); break;
                case 3: type = Mutate(random, type); break;
                case 4: method = random.Of(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "post", "X"]); break;
                default: form = Mutate(random, form); break;
            }

            var request = Encoding.Latin1.GetBytes(
                $"{method} {OneLine(target)} HTTP/1.1\r\nHost: {_node.Url.Authority}\r\nConnection: close\r\nAuthorization: {OneLine(authorization)}\r\n"
                + $"Content-Type: {OneLine(type)}\r\nContent-Length: {form.Length}\r\n\r\n{form}");
            var (status, head, body) = await RawHttp.SendAsync(_node.Url, request);

            var text = Encoding.Latin1.GetString(body);
            Assert.True(status is 0 or 200 or 400 or 401 or 404 or 405 or 413 or 414 or 431, $"{head}\n{text}\n\nto\n{Encoding.Latin1.GetString(request)}");
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        }

        Assert.True(_node.Log.Errors.Length == 0, _node.Log.Errors);
        Assert.Equal(200, (await _node.GetAsync("/health/ready")).Status);
    }

    private static string OneLine(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static string Mutate(Xorshift random, string text)
    {
        for (var times = 1 + random.Below(3); times > 0 && text.Length > 0; times--)
        {
            var at = random.Below(text.Length);
            var length = Math.Min(1 + random.Below(12), text.Length - at);
            text = random.Below(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, random.Of(Oddities)),
                2 => text.Insert(at, text.Substring(at, length)),
                3 => string.Concat(text.AsSpan(0, at), $"{(char)(1 + random.Below(255))}", text.AsSpan(at + 1)),
                4 => $"{text}&{text}",
                _ => string.Concat(text.AsSpan(0, at), text[at..].ToUpperInvariant()),
            };
        }

        return text;
    }
}
