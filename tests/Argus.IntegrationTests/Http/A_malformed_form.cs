using System.Globalization;
using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_malformed_form(OneNode one)
{
    private const string Grant = "grant_type=client_credentials";

    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("scope=orders.read", "invalid_request")]
    [InlineData("grant_type=password&username=u&password=p", "unsupported_grant_type")]
    [InlineData("grant_type=authorization_code", "unauthorized_client")]
    [InlineData("grant_type=implicit", "unsupported_grant_type")]
    [InlineData("grant_type=CLIENT_CREDENTIALS", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials+", "unsupported_grant_type")]
    [InlineData("GRANT_TYPE=client_credentials", "invalid_request")]
    [InlineData(Grant + "&" + Grant, "invalid_request")]
    [InlineData(Grant + "&grant%5Ftype=client_credentials", "invalid_request")]
    [InlineData(Grant + "&scope=orders.read&scope=orders.read", "invalid_request")]
    [InlineData(Grant + "&client_id=billing&client_id=billing", "invalid_request")]
    [InlineData(Grant + "&unknown=1&unknown=2", "invalid_request")]
    [InlineData(Grant + "&unknown=&unknown=", "invalid_request")]
    [InlineData(Grant + "&scope=%", "invalid_request")]
    [InlineData(Grant + "&scope=%4", "invalid_request")]
    [InlineData(Grant + "&scope=%zz", "invalid_request")]
    [InlineData(Grant + "&%zz=1", "invalid_request")]
    [InlineData(Grant + "&scope=%C3%28", "invalid_request")]
    [InlineData(Grant + "&scope=%ED%A0%80", "invalid_request")]
    [InlineData(Grant + "&scope=%C0%AF", "invalid_request")]
    [InlineData(Grant + "&scope=\u00ff", "invalid_request")]
    [InlineData(Grant + "&scope=a%00b", "invalid_request")]
    [InlineData(Grant + "&scope=a\0b", "invalid_request")]
    [InlineData(Grant + "&a%00b=1", "invalid_request")]
    public async Task is_refused_with_the_RFC_s_error(string form, string error) =>
        (await _node.PostAsync("/t/acme/oauth/token", form, Known.Billing.Basic)).Refuses(400, error);

    [Theory]
    [InlineData("&&" + Grant + "&")]
    [InlineData("=&" + Grant)]
    [InlineData(Grant + "&unknown=1&another=%F0%9F%92%A9")]
    [InlineData(Grant + "&audience=https%3A%2F%2Fevil.example&redirect_uri=x&code=y&nonce")]
    [InlineData(Grant + "&scope=&resource=&client_secret=")]
    public async Task is_not_what_has_empty_or_unknown_parameters(string form) =>
        Assert.Equal(200, (await _node.PostAsync("/t/acme/oauth/token", form, Known.Billing.Basic)).Status);

    [Theory]
    [InlineData(62, 200)]
    [InlineData(63, 200)]
    [InlineData(64, 400)]
    public async Task has_more_than_64_parameters(int more, int status)
    {
        var form = Grant + string.Concat(Enumerable.Range(0, more).Select(i => string.Create(CultureInfo.InvariantCulture, $"&x{i}=1")));

        var reply = await _node.PostAsync("/t/acme/oauth/token", form, Known.Billing.Basic);

        Assert.Equal(status, reply.Status);
        if (status == 400)
            reply.Refuses(400, "invalid_request");
    }

    [Theory]
    [InlineData("unknown", 4096, 200)]
    [InlineData("unknown", 4097, 400)]
    [InlineData("scope", 4097, 400)]
    [InlineData("client_id", 4097, 400)]
    [InlineData("state", 60_000, 400)]
    public async Task has_an_oversized_parameter_which_is_an_error_and_never_dropped(string name, int length, int status)
    {
        var reply = await _node.PostAsync("/t/acme/oauth/token", $"{Grant}&{name}={new string('a', length)}", Known.Billing.Basic);

        Assert.Equal(status, reply.Status);
        if (status == 400)
            reply.Refuses(400, "invalid_request");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1")]
    [InlineData("application/x-www-form-urlencodedx")]
    [InlineData("nonsense")]
    public async Task is_of_another_content_type(string? contentType) =>
        (await SendAsync(contentType, Grant)).Refuses(400, "invalid_request");

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=UTF-8")]
    [InlineData("application/x-www-form-urlencoded;charset=\"utf-8\"")]
    [InlineData("APPLICATION/X-WWW-FORM-URLENCODED")]
    public async Task is_not_what_names_its_charset_rightly(string contentType) => Assert.Equal(200, (await SendAsync(contentType, Grant)).Status);

    [Fact]
    public async Task is_JSON() => (await SendAsync("application/json", """{"grant_type":"client_credentials"}""")).Refuses(400, "invalid_request");

    [Theory]
    [InlineData("?grant_type=client_credentials", "")]
    [InlineData("?x", Grant)]
    public async Task has_parameters_in_the_URL(string query, string form) =>
        (await _node.PostAsync("/t/acme/oauth/token" + query, form, Known.Billing.Basic)).Refuses(400, "invalid_request");

    [Theory]
    [InlineData("GET", "token")]
    [InlineData("PUT", "token")]
    [InlineData("HEAD", "token")]
    [InlineData("DELETE", "token")]
    [InlineData("OPTIONS", "token")]
    [InlineData("PATCH", "token")]
    [InlineData("GET", "introspect")]
    [InlineData("GET", "revoke")]
    public async Task is_no_form_at_all_but_another_method(string method, string endpoint)
    {
        var (status, head, body) = await RawHttp.GetAsync(_node.Url, $"/t/acme/oauth/{endpoint}", method: method);

        Assert.Equal(405, status);
        Assert.Contains("\r\nAllow: POST\r\n", head, StringComparison.Ordinal);
        Assert.Equal(method == "HEAD", body.Length == 0);
    }

    [Fact]
    public async Task is_told_from_a_refusal_by_a_correlation_id_that_the_log_line_has_too()
    {
        var reply = await _node.PostAsync("/t/acme/oauth/token", "grant_type=password", Known.Billing.Basic);

        var id = reply.Header("Argus-Correlation-Id");
        Assert.NotNull(id);
        var line = Assert.Single(_node.Log.Lines, line => line.Contains(id + " ", StringComparison.Ordinal));
        Assert.Contains("unsupported_grant_type (grant_type_unknown), tenant acme", line, StringComparison.Ordinal);
    }

    private async Task<Reply> SendAsync(string? contentType, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/t/acme/oauth/token");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Authorization = Known.Billing.Basic;
        return await _node.SendAsync(request);
    }
}
