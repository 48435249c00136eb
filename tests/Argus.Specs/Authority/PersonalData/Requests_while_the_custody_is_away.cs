using System.Text;
using Argus.Authority.Keys;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority.PersonalData;

/// <summary>A leak must be contained while the custody provider is away: what happens is on record, and where it came from is not.</summary>
public class Requests_while_the_custody_is_away
{
    private static readonly Origin From = new("client:orders", "correlation", "192.0.2.7", "probe/1.0");

    private readonly ManualClock _clock = new();
    private readonly SpecKeys _keys;
    private int _asked;

    public Requests_while_the_custody_is_away()
    {
        _keys = new SpecKeys(new TenantDirectory(), _clock);
    }

    [Fact]
    public async Task are_recorded_without_their_context_and_with_it_when_the_custody_is_back()
    {
        _ = await EntryAsync();
        _keys.Wrapper.OnUnwrap = new CustodyException("Away.");
        var node = new SpecKeys(new TenantDirectory(), _clock, _keys);

        Assert.Contains("\"context\":{}", await EntryAsync(node), StringComparison.Ordinal);

        _keys.Wrapper.OnUnwrap = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("\"context\":{\"key\":\"day:", await EntryAsync(node), StringComparison.Ordinal);
    }

    [Fact]
    public async Task do_not_ask_it_again_and_again()
    {
        _ = await EntryAsync();
        _keys.Wrapper.OnUnwrap = new CustodyException("Away.");
        var node = new SpecKeys(new TenantDirectory(), _clock, _keys);
        _ = await EntryAsync(node);

        // It would answer again: nobody asks within the second.
        _keys.Wrapper.OnUnwrap = null;
        Assert.Contains("\"context\":{}", await EntryAsync(node), StringComparison.Ordinal);
    }

    private Task<string> EntryAsync() => EntryAsync(_keys);

    private async Task<string> EntryAsync(SpecKeys keys)
    {
        // Each from another address, so that none is sealed already.
        var origin = From with { Source = $"192.0.2.{++_asked}" };
        var entries = await keys.Writer.WriteAsync(Domain.Samples.Acme, [new EventsRead(null, 1, null, null, null)], origin);
        return Encoding.UTF8.GetString(Assert.Single(entries).Body.Span);
    }
}
