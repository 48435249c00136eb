using System.Net;
using System.Net.Sockets;

namespace Argus.Authority.Outbound;

/// <summary>
/// Which addresses Argus connects to for others: those of the public Internet, as the registries of special-purpose addresses tell them apart (RFC 6890 and
/// IANA's lists that go on from there), and what the deployment's operator adds.
/// </summary>
/// <param name="isLoopbackAllowed">Whether the node's own machine may be asked: for development and tests.</param>
/// <param name="allowed">Networks that may be asked although they are not public.</param>
public sealed class OutboundAddresses(bool isLoopbackAllowed, IReadOnlyList<IPNetwork> allowed)
{
    private static readonly IPNetwork[] Special = ReadAll(
        "0.0.0.0/8", // this network; on Linux another spelling of loopback
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private (RFC 1918)
        "100.64.0.0/10", // behind a carrier's NAT (RFC 6598); a cloud's metadata service is among them
        "127.0.0.0/8",
        "168.63.129.16/32", // a cloud's metadata service, on a public address
        "169.254.0.0/16", // link-local (RFC 3927); most clouds' metadata services
        "192.0.0.0/24", // protocol assignments (RFC 6890)
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation (RFC 5737)
        "192.88.99.0/24", // relays to 6to4 (RFC 7526)
        "198.18.0.0/15", // benchmarks (RFC 2544)
        "224.0.0.0/4", "240.0.0.0/4"); // multicast; reserved, and broadcast

    // RFC 4291 §2.4. All else is unspecified, loopback, IPv4 in disguise, unique-local, link-local, multicast, or given to nobody.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialInGlobal = ReadAll(
        "2001::/23", // protocol assignments (RFC 2928): Teredo, benchmarks and ORCHIDs are among them
        "2001:db8::/32", "3fff::/20", // documentation (RFC 3849, RFC 9637)
        "2002::/16"); // 6to4 (RFC 7526): the IPv4 address in it may be any

    // RFC 6052 §2.1: on networks without IPv4 the way to every IPv4 host.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Judges exactly this address. An IPv4 address in an IPv6 one (<c>::ffff:…</c>) is refused, whichever it is.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        // First of all: IPNetwork takes these for the IPv4 addresses in them.
        if (address.IsIPv4MappedToIPv6)
            return false;
        if (allowed.Any(network => network.Contains(address)))
            return true;
        if (IPAddress.IsLoopback(address))
            return isLoopbackAllowed;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Special.Any(network => network.Contains(address));
        if (Translated.Contains(address))
            return AllowsTranslated(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return Global.Contains(address) && !SpecialInGlobal.Any(network => network.Contains(address));
    }

    // The loopback of a translator is not this machine's.
    private bool AllowsTranslated(IPAddress address) => !IPAddress.IsLoopback(address) && Allows(address);

    private static IPNetwork[] ReadAll(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
