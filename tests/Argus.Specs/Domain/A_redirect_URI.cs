using System.Globalization;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

/// <summary>Every open redirector begins with two readers of one URI that disagree. What only one of them would repair is refused.</summary>
public class A_redirect_URI
{
    public static TheoryData<string> Sound =>
    [
        "https://app.example", "https://app.example/", "https://app.example/cb", "https://app.example:8443/cb", "https://app.example:1/cb", "https://app.example:65535/cb",
        "https://app.example/cb?a=b&c=%2F..%2e", "https://app.example?x", "https://app.example/a/b/c/", "https://app.example/~u/(x);v=1/$a,b!", "https://app.example/%7Euser%20x",
        "https://app.example/...", "https://app.example/.well-known/cb", "https://app.example/a..b", "https://app.example/@x", "https://app.example/cb?u=https://other.example/@..//",
        "https://localhost/cb", "https://127.0.0.1/cb", "https://192.0.2.1:8443/cb", "https://[2001:db8::1]/cb", "https://[2001:db8::1]:8443/cb", "https://xn--e1afmkfd.example/cb",
        "https://a-b.c-d.example/cb", "https://1and1.example/cb", "https://intranet/cb",
        "http://127.0.0.1/cb", "http://127.0.0.1", "http://127.0.0.1:49152/cb", "http://[::1]/cb", "http://[::1]:49152/cb?x=1", "http://localhost/cb", "http://localhost:3000/cb",
        "com.example.app:/cb", "com.example.app:/", "com.example.app://callback", "com.example.app://callback/path?x=1", "com.googleusercontent.apps.123-abc:/oauth2redirect", "a.b+c:/x",
    ];

    public static TheoryData<string> Unsound =>
    [
        // Not absolute, or nothing at all.
        "", " ", "/", "/cb", "//app.example/cb", "app.example/cb", "cb", "?x", "#x", ":", ":/cb", "://app.example", "https", "https:", "https:/", "https://", "https:///cb", "https:app.example/cb",
        "https:/app.example/cb", "https://:443/cb", "https://?x", "https://@/cb", "http:127.0.0.1/cb", "http:/127.0.0.1/cb",

        // Schemes.
        "http://app.example/cb", "http://127.0.0.2/cb", "http://127.0.0.1.evil.example/cb", "http://localhost.evil.example/cb", "http://localhost.localdomain/cb", "http://[::2]/cb", "http://[::]/cb",
        "http://0.0.0.0/cb", "http://10.0.0.1/cb", "http://127.1/cb", "http://2130706433/cb", "http://0x7f.0.0.1/cb", "http://0177.0.0.1/cb", "http://127.0.0.01/cb", "http://[0:0:0:0:0:0:0:1]/cb",
        "http://[::ffff:127.0.0.1]/cb", "http://LOCALHOST/cb", "http://localhost./cb",
        "javascript:alert(1)", "javascript://app.example/%0aalert(1)", "JavaScript:/x", "java\tscript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "blob:https://app.example/x", "about:blank", "ws://app.example/cb", "wss://app.example/cb", "ftp://app.example/cb", "mailto:a@b.example", "urn:ietf:wg:oauth:2.0:oob", "intent://x#Intent;end",
        "view-source:https://app.example/", "myapp:/cb", "myapp://cb", "chrome-extension://abc/cb",
        "HTTPS://app.example/cb", "Https://app.example/cb", "HTTP://127.0.0.1/cb", "Com.Example.App:/cb", ".example.app:/cb", "com.example.app.:/cb", "com..app:/cb", "1com.example:/cb", "-a.b:/cb",
        "com.example_app:/cb", "com.example.app:cb", "com.example.app:", "com.example.app:?x", "com.example.app:///cb", "com.example.app://u@callback/x", "com.example.app://", "com%2eexample:/cb",

        // Fragments, userinfo, wildcards.
        "https://app.example/cb#", "https://app.example/cb#x", "https://app.example#x", "https://app.example/cb?x#y", "com.example.app:/cb#x",
        "https://good.example@evil.example/cb", "https://user:pass@app.example/cb", "https://@app.example/cb", "https://:@app.example/cb", "https://good.example%40evil.example/cb",
        "https://good.example:443@evil.example/cb", "https://good.example\\@evil.example/cb", "https://evil.example[@good.example/cb",
        "https://*.example/cb", "https://app.example/*", "https://app.example/cb?x=*", "https://*/cb",

        // Hosts that some reader takes for another.
        "https://App.example/cb", "https://APP.EXAMPLE/cb", "https://app.example./cb", "https://.app.example/cb", "https://app..example/cb", "https://-app.example/cb", "https://app-.example/cb",
        "https://app_x.example/cb", "https://app.example%2eevil/cb", "https://app%2Eexample/cb", "https://%61pp.example/cb", "https://аpp.example/cb", "https://app。example/cb", "https://ａpp.example/cb",
        "https://app.example\u200b/cb", "https://app.example\u00ad/cb", "https://ⅰ.example/cb", "https://app.example;evil/cb", "https://app.example&evil/cb", "https://app.example,evil/cb", "https://a b.example/cb",
        "https://app.example/\u2024\u2024/cb", "https://127.1/cb", "https://0x7f000001/cb", "https://2130706433/cb", "https://017700000001/cb", "https://127.0.0.1./cb", "https://app.example.0x1/cb", "https://1.2.3.4.5/cb",
        "https://256.0.0.1/cb", "https://[::1/cb", "https://::1/cb", "https://[::1]]/cb", "https://[::1]x/cb", "https://[]/cb", "https://[fe80::1%25eth0]/cb", "https://[fe80::1%eth0]/cb", "https://[::1%00]/cb",
        "https://[2001:DB8::1]/cb", "https://[2001:0db8::1]/cb", "https://[v1.x]/cb", "https://[127.0.0.1]/cb", "https://[app.example]/cb",

        // Ports.
        "https://app.example:/cb", "http://127.0.0.1:/cb", "http://[::1]:/cb", "https://app.example:0/cb", "https://app.example:0443/cb", "http://127.0.0.1:08080/cb", "https://app.example:65536/cb",
        "https://app.example:99999/cb", "https://app.example:100000/cb", "https://app.example:-1/cb", "https://app.example:+80/cb", "https://app.example:8o/cb", "https://app.example:80:80/cb",
        "https://app.example: 80/cb", "https://app.example:٨٠/cb", "http://127.0.0.1:80.evil.example/cb", "http://127.0.0.1:80@evil.example/cb",

        // Paths.
        "https://app.example/cb/../evil", "https://app.example/..", "https://app.example/../", "https://app.example/.", "https://app.example/./cb", "https://app.example/cb/.", "https://app.example/cb/..?x",
        "https://app.example/cb/%2e%2e/evil", "https://app.example/%2E%2E/", "https://app.example/.%2e/", "https://app.example/cb%2f..%2fevil", "https://app.example/cb%2Fevil", "https://app.example/cb%5c..%5cevil",
        "https://app.example/%2e", "https://app.example/a%2eb", "https://app.example/cb/..;/evil", "https://app.example/.;x/evil", "https://app.example//evil.example", "https://app.example/cb//x", "https://app.example//",
        "https://app.example/[x]", "https://app.example/cb\\evil", "https://app.example\\cb", "https:\\\\app.example\\cb", "https:/\\app.example/cb", "com.example.app:/../cb", "com.example.app:/%2e%2e/cb",
        "com.example.app://cb/../x",

        // Characters that no URI has, and escapes that no reader agrees on.
        "https://app.example/cb\t", "\thttps://app.example/cb", "https://app.example/cb\n", "https://app.example/c\nb", "https://app.example/cb\r\nLocation: https://evil.example", "https://app.example/cb\0", "https://app\0.example/cb",
        "https://app.example/c b", "https://app.example/cb ", " https://app.example/cb", "https://app.example/cb\"", "https://app.example/'", "https://app.example/<x>", "https://app.example/`", "https://app.example/{x}",
        "https://app.example/|", "https://app.example/^", "https://app.example/é", "https://app.example/\u00a0", "https://app.example/\u2028", "https://app.example/😀", "https://app.example/\ud83d", "\ufeffhttps://app.example/cb",
        "https://app.example/cb?x=é", "https://app.example/\u007f", "https://app.example/%", "https://app.example/%4", "https://app.example/%zz", "https://app.example/%+1", "https://app.example/% 1", "https://app.example/cb?x=%",
        "https://app.example/cb?x=%0d%0aSet-Cookie:", "https://app.example/%00", "https://app.example/%0a", "https://app.example/cb?%7f", "https://app.example/cb?x=%u0041",
    ];

    [Theory]
    [MemberData(nameof(Sound))]
    public void that_every_reader_takes_alike_is_admitted(string text)
    {
        Assert.True(RedirectUri.TryParse(text, out var uri));
        Assert.Equal(text, uri.Value);
        Assert.True(uri.Matches(text));

        // What .NET makes of it says the same, and nothing in it was folded.
        var other = new Uri(text);
        var port = other.IsDefaultPort ? "" : other.Port.ToString(CultureInfo.InvariantCulture);
        Assert.StartsWith(other.Scheme + ":", text, StringComparison.Ordinal);
        Assert.Equal("", other.UserInfo + other.Fragment);
        Assert.Contains(other.Host + (port.Length == 0 ? "" : ":" + port), text, StringComparison.Ordinal);
        Assert.EndsWith(Uri.UnescapeDataString(other.AbsolutePath == "/" ? other.Query : other.PathAndQuery), Uri.UnescapeDataString(text), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void that_somebody_could_take_for_another_is_refused(string text)
    {
        Assert.False(RedirectUri.TryParse(text, out _));
        foreach (var registered in Sound)
            Assert.False(Registered(registered.Data).Matches(text));
    }

    [Fact]
    public void matches_no_other()
    {
        foreach (var text in Sound.Select(row => row.Data).Where(text => !IsLoopback(text)))
            Assert.Equal([text], Sound.Select(row => row.Data).Where(requested => Registered(text).Matches(requested)));
    }

    [Theory]
    [InlineData("https://app.example/cb", "https://app.example/cb/")]
    [InlineData("https://app.example/cb", "https://app.example/CB")]
    [InlineData("https://app.example/cb", "https://app.example/cb?x=1")]
    [InlineData("https://app.example/cb", "https://app.example/cb?")]
    [InlineData("https://app.example/cb", "https://app.example/cb2")]
    [InlineData("https://app.example/cb", "https://app.example/cb/x")]
    [InlineData("https://app.example/cb", "https://app.example/c%62")]
    [InlineData("https://app.example/cb", "https://app.example:443/cb")]
    [InlineData("https://app.example/cb", "https://app.example:8443/cb")]
    [InlineData("https://app.example/cb", "https://sub.app.example/cb")]
    [InlineData("https://app.example/cb", "https://app.example.evil.example/cb")]
    [InlineData("https://app.example/cb", "https://evilapp.example/cb")]
    [InlineData("https://app.example/cb", "https://xn--pp-6kc.example/cb")]
    [InlineData("https://app.example/cb?x=1", "https://app.example/cb")]
    [InlineData("https://app.example/cb?x=1", "https://app.example/cb?x=1&y=2")]
    [InlineData("https://app.example/cb?x=1&y=2", "https://app.example/cb?y=2&x=1")]
    [InlineData("https://app.example", "https://app.example/")]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:8443/cb")]
    [InlineData("http://localhost/cb", "http://localhost:3000/cb")]
    [InlineData("http://localhost:3000/cb", "http://localhost:3001/cb")]
    [InlineData("http://127.0.0.1/cb", "http://localhost/cb")]
    [InlineData("http://127.0.0.1/cb", "http://[::1]/cb")]
    [InlineData("http://127.0.0.1/cb", "https://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb/")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152/other")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb?x=1")]
    [InlineData("http://127.0.0.1/cb?x=1", "http://127.0.0.1:49152/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152")]
    [InlineData("http://127.0.0.1/1234", "http://127.0.0.1:1/234")]
    [InlineData("com.example.app:/cb", "com.example.app2:/cb")]
    [InlineData("com.example.app:/cb", "com.example.app://cb")]
    public void is_not_met_by_one_like_it(string registered, string requested) => Assert.False(Registered(registered).Matches(requested));

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65535/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1:49152/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:49152")]
    [InlineData("http://127.0.0.1?x=1", "http://127.0.0.1:49152?x=1")]
    [InlineData("http://[::1]/cb?x=1", "http://[::1]:49152/cb?x=1")]
    public void on_an_address_of_the_loopback_interface_has_a_free_port(string registered, string requested) => Assert.True(Registered(registered).Matches(requested));

    [Fact]
    public void has_a_bound()
    {
        var longest = $"https://app.example/{new string('a', 2048 - "https://app.example/".Length)}";

        Assert.True(RedirectUri.TryParse(longest, out _));
        Assert.False(RedirectUri.TryParse(longest + "a", out _));
        Assert.False(RedirectUri.TryParse($"https://{new string('a', 64)}.example/cb", out _));
        Assert.False(RedirectUri.TryParse($"https://{string.Join('.', Enumerable.Repeat("label", 43))}/cb", out _));
        Assert.False(RedirectUri.TryParse(null, out _));
    }

    [Theory]
    [InlineData("https://app.example/x", true)]
    [InlineData("http://127.0.0.1/x", true)]
    [InlineData("com.example.app:/x", false)]
    public void tells_whether_a_server_can_be_asked_there(string text, bool isWeb) => Assert.Equal(isWeb, Registered(text).IsWeb);

    private static bool IsLoopback(string text) => text.StartsWith("http://127.0.0.1", StringComparison.Ordinal) || text.StartsWith("http://[::1]", StringComparison.Ordinal);

    private static RedirectUri Registered(string text) => TextId.Parse<RedirectUri>(text);
}
