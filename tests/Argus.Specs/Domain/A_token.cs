using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Specs.Domain;

public class A_token
{
    private const long Iat = 1_000;
    private static readonly TokenIssued Issued =
        new(null, NameSet.Of("https://api.example"), Samples.Orders, null, "digest", Iat + 300, Iat, Samples.Jti, Samples.Kid, null, null, "read", "client:orders");

    private static readonly TokenRevoked Revoked = new(Iat + 300, Samples.Jti);
    private static readonly ClientId Stranger = TextId.Parse<ClientId>("stranger");

    [Fact]
    public void is_issued_once()
    {
        Issue(Given(), Issued).Gives(Issued);
        Issue(Given(Issued), Issued).IsRefused("token_exists");
        Issue(Given(Issued, Revoked), Issued).IsRefused("token_exists");
    }

    [Fact]
    public void is_for_somebody() => Issue(Given(), Issued with { Aud = NameSet.Empty }).IsRefused("audience_missing");

    [Theory]
    [InlineData(1, true)]
    [InlineData(3600, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(3601, false)]
    public void lives_from_1_to_3600_seconds(int seconds, bool issued)
    {
        var decision = Issue(Given(), Issued with { Exp = Iat + seconds });

        Assert.Equal(issued ? null : "lifetime_out_of_range", decision.Refusal?.Code);
    }

    [Fact]
    public void has_no_more_than_five_actors_and_five_tokens_behind_it()
    {
        static TokenActor Actors(int count) => new(count == 1 ? null : Actors(count - 1), null, "client:x");
        static TokenParent Parents(int count) => new("x", Iat, null, Samples.JtiText, Samples.KidText, count == 1 ? null : Parents(count - 1), 0, "x");

        Issue(Given(), Issued with { Act = Actors(5), Parent = Parents(5) }).Gives(Issued with { Act = Actors(5), Parent = Parents(5) });
        Issue(Given(), Issued with { Act = Actors(6) }).IsRefused("lineage_too_deep");
        Issue(Given(), Issued with { Parent = Parents(6) }).IsRefused("lineage_too_deep");
    }

    [Fact]
    public void is_revoked_once()
    {
        Revoke(Given(Issued), Samples.Orders).Gives(Revoked);
        Revoke(Given(Issued, Revoked), Samples.Orders).Gives();
    }

    [Fact]
    public void is_revoked_by_its_own_client_only() => Revoke(Given(Issued), Stranger).Gives();

    [Fact]
    public void that_nobody_issued_needs_no_revoking() => Revoke(Given(), Samples.Orders).Gives();

    [Fact]
    public void is_revoked_until_the_second_it_expires()
    {
        TokenDecider.Revoke(Given(Issued), Samples.Orders, DateTimeOffset.FromUnixTimeSeconds(Iat + 300).AddTicks(-1)).Gives(Revoked);
        TokenDecider.Revoke(Given(Issued), Samples.Orders, DateTimeOffset.FromUnixTimeSeconds(Iat + 300)).Gives();
    }

    [Fact]
    public void is_revoked_by_an_operator_once_whoevers_it_is()
    {
        var byOperator = Revoked with { Reason = "a leak" };
        var now = DateTimeOffset.FromUnixTimeSeconds(Iat + 10);

        TokenDecider.Revoke(Given(Issued), Samples.Jti, Iat + 300, "a leak", now).Gives(byOperator);
        TokenDecider.Revoke(Given(), Samples.Jti, Iat + 300, "a leak", now).Gives(byOperator);
        TokenDecider.Revoke(Given(Issued, byOperator), Samples.Jti, Iat + 300, "another", now).Gives();
        TokenDecider.Revoke(Given(Issued, Revoked), Samples.Jti, Iat + 300, "a leak", now).Gives();
        TokenDecider.Revoke(Given(Issued), Samples.Jti, Iat + 300, "a leak", DateTimeOffset.FromUnixTimeSeconds(Iat + 300)).Gives();
    }

    private static TokenState Given(params IEnumerable<ITokenEvent> events) => Deciding.Fold(TokenState.Initial, TokenState.Evolve, events);

    private static Decision<ITokenEvent> Issue(TokenState state, TokenIssued token) => TokenDecider.Issue(state, token, 3600);

    private static Decision<ITokenEvent> Revoke(TokenState state, ClientId by) =>
        TokenDecider.Revoke(state, by, DateTimeOffset.FromUnixTimeSeconds(Iat + 10));
}
