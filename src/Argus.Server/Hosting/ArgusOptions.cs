using System.Globalization;
using System.Net;
using Argus.Authority.Outbound;
using Argus.Domain.Kernel;

namespace Argus.Server.Hosting;

/// <summary>The configuration of a node. Every key is known here; one that is not, or a value that cannot be, stops the start.</summary>
internal sealed record ArgusOptions
{
    private const string Section = "Argus";
    private const string AllowedNetworks = "Outbound:AllowedNetworks";
    private const string ArchiveDirectoryKey = "Archive:Directory";
    private const string ArchiveWindowKey = "Archive:Window";

    private static readonly string[] Keys =
    [
        "PublicUrl", "DataDirectory", "Provisioning", "DefaultTenant", "AdminSecret", "AppendTimeout", "MaxStaleness", AllowedNetworks, .. CustodyProviders.Keys,
        .. ClientCertificateOptions.Keys, .. CheckpointSettings.Keys, ArchiveDirectoryKey, ArchiveWindowKey,
    ];

    public required Uri PublicUrl { get; init; }

    public required string DataDirectory { get; init; }

    public string? Provisioning { get; private init; }

    public TenantId DefaultTenant { get; private init; }

    /// <summary>Where private keys are kept.</summary>
    public required CustodyProviders Custody { get; init; }

    /// <summary>Whose certificates clients may show, and who may show them for clients.</summary>
    public required ClientCertificateOptions ClientCertificates { get; init; }

    /// <summary>When logs get checkpoints, and who cosigns them.</summary>
    public required CheckpointSettings Checkpoints { get; init; }

    public string? AdminSecret { get; private init; }

    public TimeSpan AppendTimeout { get; private init; }

    public TimeSpan MaxStaleness { get; private init; }

    /// <summary>Where requests may go that tenants, clients and peers cause.</summary>
    public required OutboundAddresses Outbound { get; init; }

    /// <summary>Where logs are archived; null: nowhere.</summary>
    public string? ArchiveDirectory { get; private init; }

    /// <summary>How much time a part of the log is over, which is archived and dropped as a whole.</summary>
    public TimeSpan ArchiveWindow { get; private init; }

    /// <summary>PostgreSQL, or null for a private one.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>The user that owns the schema, where it is not the one that serves.</summary>
    public string? OwnerConnectionString { get; private init; }

    /// <exception cref="ConfigurationException"/>
    public static ArgusOptions Read(IConfiguration configuration)
    {
        var argus = configuration.GetSection(Section);
        RefuseUnknown(argus, "");
        var dataDirectory = Path.GetFullPath(argus["DataDirectory"] ?? ".argus");
        var publicUrl = ReadPublicUrl(argus["PublicUrl"] ?? "http://localhost:5080");
        return new ArgusOptions
        {
            PublicUrl = publicUrl,
            DataDirectory = dataDirectory,
            Provisioning = argus["Provisioning"],
            DefaultTenant = ReadDefaultTenant(argus["DefaultTenant"] ?? "main"),
            Custody = CustodyProviders.Read(key => argus[key], dataDirectory),
            ClientCertificates = ClientCertificateOptions.Read(key => argus[key]),
            Checkpoints = CheckpointSettings.Read(argus),
            AdminSecret = ReadSecret(argus["AdminSecret"]),
            AppendTimeout = ReadDuration(argus, "AppendTimeout", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            MaxStaleness = ReadDuration(argus, "MaxStaleness", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2), TimeSpan.FromHours(1)),
            Outbound = new OutboundAddresses(publicUrl.IsLoopback, ReadNetworks(argus[AllowedNetworks])),
            ArchiveDirectory = argus[ArchiveDirectoryKey] is { Length: > 0 } archive ? Path.GetFullPath(archive) : null,
            ArchiveWindow = ReadSeconds(argus, ArchiveWindowKey, TimeSpan.FromDays(30), TimeSpan.FromSeconds(1), TimeSpan.FromDays(366)),
            ConnectionString = configuration.GetConnectionString("Argus"),
            OwnerConnectionString = configuration.GetConnectionString("ArgusOwner"),
        };
    }

    private static void RefuseUnknown(IConfigurationSection section, string prefix)
    {
        foreach (var child in section.GetChildren())
        {
            var key = prefix + child.Key;
            var general = CheckpointSettings.General(key);
            var isBranch = Keys.Any(known => known.StartsWith(general + ":", StringComparison.OrdinalIgnoreCase));
            if (isBranch && child.Value is null)
                RefuseUnknown(child, key + ":");
            else if (!Keys.Contains(general, StringComparer.OrdinalIgnoreCase) || child.GetChildren().Any())
                throw Wrong(key, "is not a key of Argus");
        }
    }

    private static Uri ReadPublicUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.AbsolutePath != "/" || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            throw Wrong("PublicUrl", "must be an absolute URL without a path, query or fragment");
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            throw Wrong("PublicUrl", "must be https; http is for loopback only");
        return url;
    }

    private static TenantId ReadDefaultTenant(string text) =>
        TenantId.TryParse(text, out var tenant) && tenant != TenantId.System
            ? tenant
            : throw Wrong("DefaultTenant", "must be 1 to 63 of a-z 0-9 - and cannot be 'system'");

    private static List<IPNetwork> ReadNetworks(string? text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // 10.0.0.1/8 would be read as 10.0.0.0/8, which is more than the one host that may have been meant.
            if (!IPNetwork.TryParse(part, out var network) || !IPAddress.Parse(part.Split('/')[0]).Equals(network.BaseAddress))
                throw Wrong(AllowedNetworks, "must be networks such as 10.1.0.0/16 or fd00:1::/32, with commas between");
            networks.Add(network);
        }

        return networks;
    }

    private static string? ReadSecret(string? text) =>
        text is null || (text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            ? text
            : throw Wrong("AdminSecret", "must be printable ASCII, and not empty");

    /// <summary>Seconds, or [d.]hh:mm:ss.</summary>
    internal static TimeSpan ReadDuration(IConfigurationSection argus, string key, TimeSpan standard, TimeSpan least, TimeSpan most)
    {
        if (argus[key] is not { } text)
            return standard;
        var isSeconds = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
        var duration = isSeconds && seconds < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        if ((isSeconds || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration)) && duration >= least && duration <= most)
            return duration;
        throw Wrong(key, $"must be seconds or hh:mm:ss, from {least} to {most}");
    }

    private static TimeSpan ReadSeconds(IConfigurationSection argus, string key, TimeSpan standard, TimeSpan least, TimeSpan most)
    {
        var duration = ReadDuration(argus, key, standard, least, most);
        return duration.Ticks % TimeSpan.TicksPerSecond == 0 ? duration : throw Wrong(key, "must be whole seconds");
    }

    internal static ConfigurationException Wrong(string key, string why) => new($"{Section}:{key} {why}.");
}

/// <summary>The configuration is wrong; the message is one line that names the key.</summary>
internal sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
