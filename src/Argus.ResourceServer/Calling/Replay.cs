using System.Net.Http.Json;

namespace Argus.ResourceServer.Calling;

/// <summary>Whether a request can be sent twice: only what lies in memory is still there after it was sent.</summary>
internal static class Replay
{
    public static bool IsPossible(HttpContent? content) => content switch
    {
        null => true,
        ByteArrayContent or ReadOnlyMemoryContent or JsonContent => true,
        MultipartContent parts => parts.All(IsPossible),
        _ => false,
    };
}
