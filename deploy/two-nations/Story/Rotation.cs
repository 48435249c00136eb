using System.Collections.Concurrent;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>A nation changes its signing key while its people cross the border.</summary>
internal sealed class Rotation(Stage stage)
{
    private const int Travellers = 2;
    private const int EnoughUnderTheNewKey = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Crossings that went well, by the key that signed.</summary>
    private readonly ConcurrentDictionary<string, int> _crossings = new(StringComparer.Ordinal);

    public async Task TellAsync()
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        teller.Chapter("North changes its key");
        teller.Asks("its next key was to be on show for an hour; five seconds shall do: PUT /admin/v1/tenants/north");
        await north.Operator.PutAsync("", """{ "policy": { "key_announce": 5 } }""", stage.Stop);
        teller.Expects(true, "key_announce is 5 s, no less than what verifiers need: jwks_max_age + verifier_poll_interval + clock_skew");

        teller.Asks("POST /admin/v1/tenants/north/keys/rotate, while services of north cross with a new token each time");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stage.Stop);
        var travellers = Enumerable.Range(0, Travellers).Select(_ => TravelAsync(enough.Token)).ToArray();
        var former = (await new PublicDocuments(stage).KidsAsync(north)).ToHashSet(StringComparer.Ordinal);
        await stage.UntilAsync("somebody crosses under the former key", Patience, () => HasCrossedAsync(travellers, _ => true));
        var old = _crossings.Keys.First();

        await north.Operator.PostAsync("keys/rotate", "{}", stage.Stop);
        await stage.UntilAsync("many cross under the next key", Patience, () => HasCrossedAsync(travellers, crossing => crossing.Key != old && crossing.Value >= EnoughUnderTheNewKey));
        await enough.CancelAsync();
        await Task.WhenAll(travellers);

        foreach (var (kid, times) in _crossings)
            teller.Shows($"{times,4} crossings under {kid}");
        teller.Expects(_crossings.Count == 2 && _crossings.Keys.All(former.Contains), "north's next key signs; south had it before its first token came");
        teller.Expects(true, "not one crossing failed");

        var assertion = (await stage.Of(north, north).ForItselfAsync(south.At.Issuer, stage.Stop)).AccessToken;
        var reply = await stage.Of(north, south).ForAssertionAsync(assertion, south.Names.Api, stage.Stop);
        teller.Expects(reply.IsGood && Claims.Of(assertion).Kid != old, "south's issuer takes grants under the next key", reply.ToString());
    }

    private async Task TravelAsync(CancellationToken enough)
    {
        var (north, south) = (stage.North, stage.South);
        while (!enough.IsCancellationRequested)
        {
            // Each crossing is finished: one that is cut short proves nothing.
            var token = (await stage.Of(north, north).ForItselfAsync(south.Names.Api, stage.Stop)).AccessToken;
            var reply = await stage.GetAsync(south, NationApi.Reports, token);
            if (!reply.IsGood)
                throw new Surprise($"a crossing under {Claims.Of(token).Kid} failed: {reply}");
            _crossings.AddOrUpdate(Claims.Of(token).Kid, 1, (_, times) => times + 1);
        }
    }

    private async Task<bool> HasCrossedAsync(Task[] travellers, Func<KeyValuePair<string, int>, bool> who)
    {
        if (travellers.FirstOrDefault(traveller => traveller.IsFaulted) is { } failed)
            await failed;
        return _crossings.Any(who);
    }
}
