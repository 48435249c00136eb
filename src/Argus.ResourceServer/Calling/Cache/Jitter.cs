using System.Security.Cryptography;

namespace Argus.ResourceServer.Calling.Cache;

/// <summary>Spreads what would otherwise happen everywhere at once.</summary>
internal static class Jitter
{
    /// <summary>Any time from one to the other, both included, to the millisecond.</summary>
    public static TimeSpan Between(TimeSpan from, TimeSpan to) =>
        from + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)(to - from).TotalMilliseconds + 1));
}
