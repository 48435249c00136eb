using Argus.Authority.Verification;
using Argus.Domain.Clients;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority;

/// <summary>An attacker makes them by the million: the audit counts them.</summary>
public class Failed_authentications
{
    private readonly SpecLog _log;
    private readonly AuditRecorder _recorder;
    private readonly SpecKeys _keys;

    public Failed_authentications()
    {
        var clock = new ManualClock();
        _log = new SpecLog(clock);
        _keys = new SpecKeys(new(), clock);
        _recorder = new AuditRecorder(_log, _keys.Audit, clock, NullLogger<AuditRecorder>.Instance);
    }

    [Fact]
    public async Task are_counted_by_what_they_claimed()
    {
        for (var i = 0; i < 3; i++)
            _recorder.AuthenticationRefused(Domain.Samples.Acme, "orders", "wrong_secret", "192.0.2.1");
        _recorder.AuthenticationRefused(Domain.Samples.Acme, null, "unknown", null);

        await _recorder.FlushAsync();

        var refused = ((ClientAuthenticationsRefused)Assert.Single(await _log.Events()).Event).Refused;
        Assert.Equal([("orders", "wrong_secret", 3), (null, "unknown", 1)], refused.Select(each => (each.ClientId, each.Reason, each.Times)));
        Assert.Equal("192.0.2.1", await _keys.Keys.OpenAsync(Domain.Samples.Acme, "source", refused[0].Source!));
        Assert.Null(refused[1].Source);
    }

    [Fact]
    public async Task are_counted_together_beyond_a_thousand_kinds()
    {
        for (var i = 0; i < 2_500; i++)
            _recorder.AuthenticationRefused(Domain.Samples.Acme, "orders", "wrong_secret", $"2001:db8::{i:x}");

        await _recorder.FlushAsync();

        var refused = (await _log.Events()).SelectMany(recorded => ((ClientAuthenticationsRefused)recorded.Event).Refused).ToArray();
        Assert.Equal(2_500, refused.Sum(each => each.Times));
        Assert.Equal(1_001, refused.Length);
        Assert.Equal(1_500, refused.Single(each => each.Source is null).Times);
    }
}
