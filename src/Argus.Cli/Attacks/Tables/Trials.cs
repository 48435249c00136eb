using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks.Tables;

/// <summary>The trials of a run, in their order. What ends a credential comes after what needs it.</summary>
internal static class Trials
{
    /// <summary>What makes an attack row: an answer, and how it is judged.</summary>
    public static Trial Attack(string credential, string resource, string attempt, string source, Func<Battlefield, Task<Answer>> present, Func<Answer, Finding> judge) =>
        new(credential, resource, attempt, source, async field => judge(await present(field).ConfigureAwait(false)));

    /// <summary>What makes a control row, in the middle of attacks: that the credential is still good where it belongs, which the attack must not have changed.</summary>
    public static Trial Afterwards(string credential, string resource, string attempt, Func<Battlefield, Task<Answer>> use, Func<Answer, bool> isGood) =>
        new(credential, resource, attempt, Trial.Control, async field =>
        {
            var answer = await use(field).ConfigureAwait(false);
            return Finding.Control(answer, isGood(answer));
        });

    public static IReadOnlyList<Trial> For(Battlefield field) =>
    [
        .. Armory.For(field.A), .. Armory.For(field.B),
        .. ClientAttacks.All(), .. AuthorizeAttacks.All(), .. CodeAttacks.All(), .. DeviceAttacks.All(),
        .. IntrospectionAttacks.All(), .. UserInfoAttacks.All(), .. ExchangeAttacks.All(), .. DocumentAttacks.All(),
        .. RevocationAttacks.All(), .. AdminAttacks.All(), .. SpellingAttacks.All(field), .. LogoutAttacks.All(), .. HandoffAttacks.All(),
    ];
}
