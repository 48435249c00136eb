using Argus.Domain.ClientSecretUses;

namespace Argus.Specs.Domain;

public class The_uses_of_a_client_s_secrets
{
    private const long Day = 86_400;

    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(20_000 * Day + Day / 2);

    [Fact]
    public void are_recorded_once_a_day_and_secret()
    {
        var used = new ClientSecretUsed(20_000 * Day, "a");

        ClientSecretUsesDecider.Use(Given(), "a", Noon).Gives(used);
        ClientSecretUsesDecider.Use(Given(used), "a", Noon.AddHours(11)).Gives();
        ClientSecretUsesDecider.Use(Given(used), "a", Noon.AddDays(-1)).Gives();
        ClientSecretUsesDecider.Use(Given(used), "a", Noon.AddHours(12)).Gives(new ClientSecretUsed(20_001 * Day, "a"));
        ClientSecretUsesDecider.Use(Given(used), "b", Noon).Gives(new ClientSecretUsed(20_000 * Day, "b"));
        Assert.Equal((20_000 * Day, null), (Given(used).LastDay("a"), Given(used).LastDay("b")));
    }

    private static ClientSecretUsesState Given(params IClientSecretUsesEvent[] events) => events.Aggregate(ClientSecretUsesState.Initial, ClientSecretUsesState.Evolve);
}
