using System.Diagnostics;

namespace Argus.Benchmarks.Machine;

/// <summary>Asks a server that is starting until it answers.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    public static async Task WaitAsync(ChildProcess server, Stage stage, Func<HttpRequestMessage> request, TimeSpan patience)
    {
        var waiting = Stopwatch.StartNew();
        while (await FailureAsync(stage, request) is { } failure)
        {
            if (server.HasExited || waiting.Elapsed > patience)
                throw new FailedRunException($"a server {(server.HasExited ? "ended" : "did not get ready")} at start ({failure}): {server.LastWords}");
            await Task.Delay(Poll, stage.Stop);
        }
    }

    /// <summary>Null when the answer is 2xx.</summary>
    private static async Task<string?> FailureAsync(Stage stage, Func<HttpRequestMessage> request)
    {
        try
        {
            using var message = request();
            using var answer = await stage.Http.SendAsync(message, stage.Stop);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stage.Stop)}";
        }
        catch (HttpRequestException unreachable)
        {
            return unreachable.Message;
        }
    }
}
