using Argus.ResourceServer;
using Argus.ResourceServer.Validation;
using System.Text;

namespace Argus.Specs.ResourceServers;

public class Claims_beyond_the_RFC
{
    private const string Print = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFA";

    private static bool Read(string members, out DelegationClaims claims)
    {
        claims = default;
        return claims.TryRead(Encoding.UTF8.GetBytes($$"""{"iss":"i","x":{"act":1,"cnf":[{"a":2}]},{{members}},"z":1}"""));
    }

    [Fact]
    public void name_the_current_actor_first()
    {
        Assert.True(Read("""
            "act":{"sub":"client:a","act":{"client_id":"b","sub":"client:b","iss":"https://peer"}}
            """, out var claims));

        Assert.Equal([new Actor("client:a"), new Actor("client:b", "https://peer")], claims.Actors);
    }

    [Fact]
    public void name_the_nearest_ancestor_first()
    {
        Assert.True(Read("""
            "anc":[{"jti":"1","client_id":"a","kid":"k"},{"jti":"2","client_id":"b","iss":"https://peer"}]
            """, out var claims));

        Assert.Equal([new TokenAncestor("1", "a", KeyId: "k"), new TokenAncestor("2", "b", "https://peer")], claims.Ancestors);
    }

    [Theory]
    [InlineData("jkt")]
    [InlineData("x5t#S256")]
    public void bind_by_one_thumbprint(string method)
    {
        Assert.True(Read($$"""
            "cnf":{"{{method}}":"{{Print}}"}
            """, out var claims));

        Assert.Equal(new TokenConfirmation(method, Print), claims.Confirmation);
    }

    [Fact]
    public void go_five_actors_deep()
    {
        Assert.True(Read("\"act\":" + Nested(5), out var claims));
        Assert.Equal(5, claims.Actors!.Count);
        Assert.False(Read("\"act\":" + Nested(6), out _));
    }

    [Theory]
    [InlineData("\"fid\":1")]
    [InlineData("\"fid\":\"\"")]
    [InlineData("\"act\":\"client:a\"")]
    [InlineData("\"act\":null")]
    [InlineData("\"act\":{}")]
    [InlineData("\"act\":[{\"sub\":\"a\"}]")]
    [InlineData("\"act\":{\"sub\":\"a\",\"act\":{}}")]
    [InlineData("\"act\":{\"sub\":\"a\",\"act\":\"b\"}")]
    [InlineData("\"act\":{\"sub\":\"a\",\"iss\":1}")]
    [InlineData("\"anc\":{}")]
    [InlineData("\"anc\":[]")]
    [InlineData("\"anc\":[\"1\"]")]
    [InlineData("\"anc\":[{\"jti\":\"1\"}]")]
    [InlineData("\"anc\":[{\"client_id\":\"1\"}]")]
    [InlineData("\"anc\":[{\"jti\":\"1\",\"client_id\":\"a\"},null]")]
    [InlineData("\"anc\":[{\"jti\":\"1\",\"client_id\":\"a\",\"kid\":1}]")]
    [InlineData("\"cnf\":{}")]
    [InlineData("\"cnf\":null")]
    [InlineData("\"cnf\":\"0123456789abcdefghijklmnopqrstuvwxyzABCDEFA\"")]
    [InlineData("\"cnf\":{\"jwk\":{}}")]
    [InlineData("\"cnf\":{\"kid\":\"a\"}")]
    [InlineData("\"cnf\":{\"jkt\":\"short\"}")]
    [InlineData("\"cnf\":{\"jkt\":\"0123456789abcdefghijklmnopqrstuvwxyzABCDEF=\"}")]
    [InlineData("\"cnf\":{\"jkt\":\"0123456789abcdefghijklmnopqrstuvwxyzABCDEFA\",\"x5t#S256\":\"0123456789abcdefghijklmnopqrstuvwxyzABCDEFA\"}")]
    public void are_refused_where_they_are_malformed(string member) => Assert.False(Read(member, out _));

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"sub\":\"a\",\"act\":", depth - 1)) + "{\"sub\":\"a\"}" + new string('}', depth - 1);
}
