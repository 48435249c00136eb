namespace Argus.IntegrationTests.Embedded;

internal static class Eventually
{
    /// <summary>Polls until it holds; fails when it does not within the bound.</summary>
    internal static async Task Holds(string what, TimeSpan bound, Func<bool> condition) =>
        await Holds(what, bound, () => Task.FromResult(condition()));

    internal static async Task Holds(string what, TimeSpan bound, Func<Task<bool>> condition)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < bound, $"not within {bound}: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
