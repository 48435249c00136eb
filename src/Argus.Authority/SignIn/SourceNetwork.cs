using System.Net;
using System.Net.Sockets;

namespace Argus.Authority.SignIn;

/// <summary>What counts as one source: an IPv4 address, or the 64 leading bits of an IPv6 one, for whoever has one such address has all of them (RFC 6177).</summary>
internal static class SourceNetwork
{
    private const int PrefixBytes = 8;

    /// <param name="source">An address as text; null, or anything else, is a source of its own.</param>
    public static string Of(string? source)
    {
        if (!IPAddress.TryParse(source, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return source ?? "";
        return address.IsIPv4MappedToIPv6
            ? address.MapToIPv4().ToString()
            : new IPAddress([.. address.GetAddressBytes().Take(PrefixBytes), .. new byte[PrefixBytes]]).ToString();
    }
}
