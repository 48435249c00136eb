using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>The story, from the first trust to the last entry of both logs.</summary>
internal sealed class TwoNationsStory(Stage stage)
{
    public async Task TellAsync(string directory)
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        var (services, users) = (new ServiceAbroad(stage), new UserAbroad(stage));
        await new Trust(stage).TellAsync(directory);

        teller.Chapter("A service of north in south");
        await services.TellAsync(north, south);
        teller.Chapter("A user of north in south");
        var alice = await users.TellAsync(north, south);
        teller.Chapter("And the other way: a service and a user of south in north");
        await services.TellAsync(south, north);
        var bora = await users.TellAsync(south, north);

        await new Rotation(stage).TellAsync();
        await new Revocation(stage).TellAsync(alice);
        await new Distrust(stage).TellAsync(bora);

        teller.Chapter("What the logs of both say");
        foreach (var nation in (Nations.Nation[])[north, south])
            new LogTable(teller).Print(nation.Names.Nation, await nation.Operator.LogAsync(stage.Stop));
    }
}
