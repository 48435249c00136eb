using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Compared;

/// <summary>A server that Argus is compared with, in processes of its own.</summary>
internal sealed record Peer(ChildProcess Process, string Url)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Task ReadyAsync(Stage stage, Func<HttpRequestMessage> request) => FirstAnswer.WaitAsync(Process, stage, request, Patience);
}
