using Argus.ResourceServer.Validation;

namespace Argus.Specs.ResourceServers;

public class Tokens_that_come_again
{
    [Fact]
    public void are_remembered_from_the_second_time_on()
    {
        var (remembered, key, token) = (new RememberedTokens(100), TokenKey.Of("a token"u8), new RememberedToken(null!, null!, null!));

        remembered.Add(key, token);
        Assert.Null(remembered.Find(key));

        remembered.Add(key, token);
        Assert.Same(token, remembered.Find(key));
    }

    [Fact]
    public void are_forgotten_when_twice_a_generation_of_others_came_again_after_them()
    {
        var (remembered, first, token) = (new RememberedTokens(100), TokenKey.Of("a token"u8), new RememberedToken(null!, null!, null!));
        Twice(first);

        for (byte other = 0; other < 100; other++)
            Twice(TokenKey.Of([other]));

        Assert.Null(remembered.Find(first));
        Assert.NotNull(remembered.Find(TokenKey.Of([99])));

        void Twice(TokenKey key)
        {
            remembered.Add(key, token);
            remembered.Add(key, token);
        }
    }

    [Fact]
    public void are_not_remembered_where_none_is()
    {
        var (remembered, key) = (new RememberedTokens(0), TokenKey.Of("a token"u8));
        for (var times = 0; times < 3; times++)
            remembered.Add(key, new RememberedToken(null!, null!, null!));

        Assert.Null(remembered.Find(key));
    }
}
