using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Issuance;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Devices;

/// <summary>
/// Answers devices that ask whether their user has decided (RFC 8628 §3.4), and slows down those that ask too often before anything is read for them. Intervals
/// are remembered at this node alone, and bounded in number.
/// </summary>
public sealed class DevicePolls(CodeRedeemer redeemer, TimeProvider clock)
{
    /// <summary>Seconds between two questions of a device.</summary>
    public const int Interval = 5;

    // RFC 8628 §3.5: seconds that each slow_down adds. Beyond the most, a device that does not listen would not be served before its code has expired.
    private const int Slower = 5;
    private const int Slowest = 60;
    private const int GenerationSize = 16_384;

    /// <summary>A device counts its seconds from another moment than this node.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Recent<(TenantId, string), Pace> _paces = new(GenerationSize);

    /// <exception cref="LogUnavailableException">Not durable, or not known to be; no token leaves then.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key to sign with now; no token leaves then.</exception>
    public async ValueTask<TokenAnswer> AnswerAsync(TenantView tenant, AuthenticatedClient client, string deviceCode, Origin origin)
    {
        var key = (tenant.Id, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Id} {deviceCode}"))));
        if (IsTooSoon(key))
            return TokenAnswer.Refused(OAuthRefusal.SlowDown("device_too_often"));
        var answer = await redeemer.RedeemDeviceCodeAsync(tenant, client, deviceCode, origin).ConfigureAwait(false);

        // Only who waits is slowed down: whoever comes again with a code that was redeemed must be seen at once.
        if (answer.Refusal?.Error == "authorization_pending")
            Waits(key);
        return answer;
    }

    private bool IsTooSoon((TenantId, string) key)
    {
        lock (_gate)
        {
            if (_paces.Find(key) is not { } pace || clock.GetUtcNow() - pace.ServedAt >= TimeSpan.FromSeconds(pace.Interval) - Tolerance)
                return false;
            _paces.Add(key, pace with { Interval = Math.Min(pace.Interval + Slower, Slowest) });
            return true;
        }
    }

    private void Waits((TenantId, string) key)
    {
        lock (_gate)
            _paces.Add(key, new Pace(clock.GetUtcNow(), _paces.Find(key)?.Interval ?? Interval));
    }

    /// <summary>When a device was told to wait, and for how many seconds.</summary>
    private readonly record struct Pace(DateTimeOffset ServedAt, int Interval);
}
