using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Tokens;
using Argus.Jose;
using Argus.Log;

namespace Argus.Specs.Authority;

/// <summary>Signed with the tenant's real key, somewhere else: the key is stolen, and the log is what shows it.</summary>
public class A_token_that_was_never_issued
{
    [Theory]
    [InlineData("valid jti")]
    [InlineData("06drj5o06drj5o06drj5o06dr0")]
    public async Task is_inactive_and_raises_the_alarm_once(string jti)
    {
        await using var node = await SpecNode.StartAsync();
        var forged = Forge(node, jti);

        for (var i = 0; i < 3; i++)
            Assert.Null(await Introspecting_a_token.Introspect(node, forged));

        var text = Encoding.ASCII.GetString(forged);
        var digest = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')])));
        var alarm = Assert.Single(await node.Log.Events(), recorded => recorded.Event is UnloggedTokenSeen);
        Assert.Equal(new UnloggedTokenSeen(digest, jti, node.Acme.Keys.Active!.Kid), alarm.Event);
        await Introspecting_a_token.Recorded(node, "never_issued");
    }

    [Fact]
    public async Task is_told_from_the_one_whose_identifier_it_took()
    {
        await using var node = await SpecNode.StartAsync();
        await node.IssueAsync();
        var issued = (TokenIssued)(await node.Log.Events())[^1].Event;

        Assert.Null(await Introspecting_a_token.Introspect(node, Forge(node, issued.Jti.Value)));

        Assert.Single(await node.Log.Events(), recorded => recorded.Event is UnloggedTokenSeen);
    }

    [Fact]
    public async Task gets_no_answer_when_the_log_gives_none()
    {
        await using var node = await SpecNode.StartAsync();
        var forged = Forge(node, "06drj5o06drj5o06drj5o06dr0");

        node.Log.OnRead = SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => Introspecting_a_token.Introspect(node, forged));

        (node.Log.OnRead, node.Log.BeforeAppend) = (null, _ => throw SpecLog.Gone);
        await Assert.ThrowsAsync<LogUnavailableException>(() => Introspecting_a_token.Introspect(node, forged));
    }

    /// <summary>What somebody makes who has the private key, and not the log.</summary>
    internal static byte[] Forge(SpecNode node, string jti)
    {
        var now = node.Clock.GetUtcNow().ToUnixTimeSeconds();
        var payload =
            $$"""{"iss":"https://auth.example/t/acme","sub":"client:orders","aud":"{{SpecNode.Api}}","exp":{{now + 200}},"iat":{{now}},"nbf":{{now}},"jti":"{{jti}}","client_id":"orders"}""";
        using var key = new SigningKey(RSA.Create(SpecCustody.Key.ExportParameters(true)));
        return Encoding.ASCII.GetBytes(Jose.Forge.Sign(key, Jose.Forge.Header(key), payload));
    }
}
