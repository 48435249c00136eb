using Argus.Domain.Kernel;

namespace Argus.Domain.ClientSecretUses;

/// <summary>What may happen to the record of a client's secrets.</summary>
public static class ClientSecretUsesDecider
{
    private const long SecondsOfDay = 86_400;

    /// <summary>The beginning of the day, NumericDate seconds.</summary>
    public static long DayOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / SecondsOfDay * SecondsOfDay;

    /// <summary>A secret was used. Nothing for the second time on a day, on whatever node.</summary>
    public static Decision<IClientSecretUsesEvent> Use(ClientSecretUsesState state, string secret, DateTimeOffset now) =>
        state.LastDay(secret) >= DayOf(now) ? Array.Empty<IClientSecretUsesEvent>() : [new ClientSecretUsed(DayOf(now), secret)];
}
