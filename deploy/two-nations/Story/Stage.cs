using System.Diagnostics;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>Who takes part, and what all chapters need.</summary>
/// <param name="North">One nation.</param>
/// <param name="South">The other.</param>
/// <param name="Http">Follows no redirects and keeps no cookies.</param>
/// <param name="Teller">Tells it.</param>
/// <param name="Stop">Ends it.</param>
internal sealed record Stage(Nation North, Nation South, HttpClient Http, Teller Teller, CancellationToken Stop)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>A nation's service at an issuer.</summary>
    public TokenRequests Of(Nation service, Nation issuer) => new(Http, service, issuer);

    public Task<Reply> GetAsync(Nation nation, string path, string token) => new ApiRequests(Http, nation).GetAsync(path, token, Stop);

    /// <summary>Looks again and again until it is so.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="Surprise">It takes longer than that.</exception>
    public async Task<TimeSpan> UntilAsync(string what, TimeSpan longest, Func<Task<bool>> isSo)
    {
        var begun = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (begun.Elapsed > longest)
                throw new Surprise($"after {longest.TotalSeconds:0} s it is still not so: {what}");
            await Task.Delay(BetweenLooks, Stop);
        }

        return begun.Elapsed;
    }
}
