using System.Diagnostics.Metrics;
using Argus.ResourceServer.Receipts;
using Argus.Specs.Jose;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.ResourceServers.Receipts;

public sealed class The_keys_that_receipts_tell(Argus.Specs.Jose.Keys keys) : IClassFixture<Argus.Specs.Jose.Keys>, IMeterFactory, IDisposable
{
    private readonly FakeIntake _intake = new();
    private readonly Meter _meter = new("specs");

    [Fact]
    public async Task are_told_when_they_change_and_every_ten_minutes_although_nobody_asks()
    {
        using var issuers = new FakeIssuers();
        issuers.Publish(Forge.Issuer, keys.Issuers);
        await using var api = await Protected.StartAsync(issuers);
        var delivery = Delivery(api);

        Assert.Equal(DeliveryStep.Done, await delivery.StepAsync(CancellationToken.None));
        Assert.Equal([keys.Issuers.Kid], _intake.Last.Kids);
        Assert.Equal(0, _intake.Last.KeysAge);
        Assert.Equal(DeliveryStep.Idle, await delivery.StepAsync(CancellationToken.None));

        issuers.PublishKeys(Forge.Issuer, keys.Issuers, keys.Attackers);
        await api.PassAsync(TimeSpan.FromSeconds(280));
        Assert.Equal(DeliveryStep.Done, await delivery.StepAsync(CancellationToken.None));
        Assert.Equal(new[] { keys.Issuers.Kid, keys.Attackers.Kid }.Order(StringComparer.Ordinal), _intake.Last.Kids);
        Assert.Equal(DeliveryStep.Idle, await delivery.StepAsync(CancellationToken.None));

        await api.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(DeliveryStep.Done, await delivery.StepAsync(CancellationToken.None));
        Assert.Empty(_intake.Last.Receipts);
    }

    [Fact]
    public async Task are_not_told_before_there_are_any()
    {
        using var issuers = new FakeIssuers();
        await using var api = await Protected.StartAsync(issuers);

        Assert.Equal(DeliveryStep.Idle, await Delivery(api).StepAsync(CancellationToken.None));
    }

    Meter IMeterFactory.Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();

    private ReceiptDelivery Delivery(Protected api)
    {
        var meter = new ReceiptMeter(this);
        var chain = new ReceiptChain(new ReceiptIdentity("api", Forge.Issuer, keys.Issuers), api.Known, api.Clock);
        return new ReceiptDelivery(
            new PendingReceipts(Forge.Issuer, meter, api.Clock), chain, _intake, new ReceiptObserver(NullLogger.Instance, meter, Forge.Issuer), api.Clock);
    }
}
