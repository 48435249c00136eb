using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Load;

/// <summary>
/// Stores of refresh tokens: a file with the token of each in a line, and the token endpoint and the client that rotate them. A run reads the file and leaves in
/// it what came back; a store whose answer the end of a run cut off is gone, because what it would have to present next is not known.
/// </summary>
/// <param name="File">Of refresh tokens that one client got; they need no form-encoding.</param>
/// <param name="Path">The token endpoint's, such as <c>/t/bench0/oauth/token</c>.</param>
/// <param name="Authorization">The client's HTTP Basic header.</param>
internal sealed record RotatingTokens(string File, string Path, string Authorization)
{
    public static RotatingTokens Of(string file, string path, ProvisionedClient client) =>
        new(file, path, PreparedPost.Create(path, client.Id, client.Secret, "").Authorization);
}
