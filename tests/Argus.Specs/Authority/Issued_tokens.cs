using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Specs.Authority;

public class Issued_tokens
{
    private static readonly byte[] Digest = SHA256.HashData([1]);

    private readonly SpecLog _log = new(new ManualClock());

    [Fact]
    public async Task are_known_from_the_log_and_then_by_heart()
    {
        var tokens = new IssuedTokens(_log);
        await _log.PutAsync("acme", $"token:{Domain.Samples.Jti}", 0, Token(Domain.Samples.Jti));
        Assert.NotNull(await tokens.FindAsync(Domain.Samples.Acme, Domain.Samples.Jti, Digest));

        _log.OnRead = SpecLog.Gone;
        Assert.NotNull(await tokens.FindAsync(Domain.Samples.Acme, Domain.Samples.Jti, Digest));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await tokens.FindAsync(Domain.Samples.Acme, new Jti(7), Digest));
    }

    [Fact]
    public async Task are_known_by_their_digest_in_their_tenant()
    {
        var tokens = new IssuedTokens(_log);
        await _log.PutAsync("acme", $"token:{Domain.Samples.Jti}", 0, Token(Domain.Samples.Jti));

        // Once from the log, once by heart.
        for (var i = 0; i < 2; i++)
        {
            Assert.Null(await tokens.FindAsync(Domain.Samples.Acme, Domain.Samples.Jti, SHA256.HashData([2])));
            Assert.Null(await tokens.FindAsync(Domain.Samples.Acme, Domain.Samples.Jti, Digest.AsMemory(0, 31)));
            Assert.Null(await tokens.FindAsync(TextId.Parse<TenantId>("other"), Domain.Samples.Jti, Digest));
            Assert.Null(await tokens.FindAsync(Domain.Samples.Acme, new Jti(7), Digest));
            Assert.NotNull(await tokens.FindAsync(Domain.Samples.Acme, Domain.Samples.Jti, Digest));
        }
    }

    [Fact]
    public async Task are_forgotten_from_the_eldest_on_and_then_read_again()
    {
        const int Generation = 65_536;
        var tokens = new IssuedTokens(_log);
        await _log.PutAsync("acme", $"token:{new Jti(1)}", 0, Token(new Jti(1)));
        for (var i = 1; i <= (2 * Generation) + 1; i++)
            tokens.Add(Domain.Samples.Acme, new Jti((UInt128)i), IssuedTokens.Issuance.Of(Token(new Jti((UInt128)i)), DateTimeOffset.UnixEpoch, 0));

        _log.OnRead = SpecLog.Gone;
        Assert.NotNull(await tokens.FindAsync(Domain.Samples.Acme, new Jti((2 * Generation) + 1), Digest));
        Assert.NotNull(await tokens.FindAsync(Domain.Samples.Acme, new Jti(Generation + 1), Digest));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await tokens.FindAsync(Domain.Samples.Acme, new Jti(1), Digest));

        _log.OnRead = null;
        Assert.NotNull(await tokens.FindAsync(Domain.Samples.Acme, new Jti(1), Digest));
    }

    private static TokenIssued Token(Jti jti) => new(
        null, NameSet.Of(SpecNode.Api), Domain.Samples.Orders, null, Base64Url.EncodeToString(Digest), 300, 0, jti, Domain.Samples.Kid, null, null, null, "client:orders");
}
