using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Argus.Jose.Receipts;
using Argus.ResourceServer;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Receipts;
using Argus.Specs.Jose;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.ResourceServers.Receipts;

/// <summary>What a resource server decided, on its way to the issuer.</summary>
public sealed class Handing_receipts_in : IClassFixture<Argus.Specs.Jose.Keys>, IMeterFactory, IDisposable
{
    private const string Issuer = "https://auth.example";

    private readonly ManualClock _clock = new();
    private readonly FakeIntake _intake = new();
    private readonly PendingReceipts _pending;
    private readonly ReceiptDelivery _delivery;
    private readonly Meter _meter = new("specs");

    public Handing_receipts_in(Argus.Specs.Jose.Keys keys)
    {
        var meter = new ReceiptMeter(this);
        _pending = new PendingReceipts(Issuer, meter, _clock);
        var chain = new ReceiptChain(new ReceiptIdentity("api", Issuer, keys.Issuers), new KnownKeys(), _clock);
        _delivery = new ReceiptDelivery(_pending, chain, _intake, new ReceiptObserver(NullLogger.Instance, meter, Issuer), _clock);
    }

    [Fact]
    public async Task counts_by_token_and_reason()
    {
        Decide("one", ReasonCode.Accepted, "jti-1");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Decide("one", ReasonCode.Accepted, "jti-1");
        Decide("one", ReasonCode.InsufficientScope, "jti-1");
        Decide("two", ReasonCode.TokenInvalid, null);

        Assert.Equal(DeliveryStep.Done, await StepAsync());

        var began = _clock.GetUtcNow().ToUnixTimeSeconds() - 2;
        Assert.Equal(
            [
                new Receipt(Digest("one"), "jti-1", "accepted", 2, began),
                new Receipt(Digest("one"), "jti-1", "insufficient_scope", 1, began + 2),
                new Receipt(Digest("two"), null, "token_invalid", 1, began + 2),
            ],
            Assert.Single(_intake.Taken).Receipts);
        Assert.Equal(DeliveryStep.Idle, await StepAsync());
    }

    [Fact]
    public async Task ties_each_batch_to_the_one_before()
    {
        for (var i = 0; i < 3; i++)
        {
            Decide($"{i}", ReasonCode.Accepted, "jti");
            await StepAsync();
        }

        Assert.Equal([0L, 1L, 2L], _intake.Taken.Select(batch => batch.Sequence));
        Assert.Equal([null, FakeIntake.DigestOf(_intake.Sent[0]), FakeIntake.DigestOf(_intake.Sent[1])], _intake.Taken.Select(batch => batch.Previous));
        Assert.Single(_intake.Taken.Select(batch => batch.Verifier).Distinct());
    }

    [Fact]
    public async Task sends_the_same_bytes_until_they_are_taken()
    {
        Decide("one", ReasonCode.Accepted, "jti-1");
        _intake.Answers.Enqueue(ReceiptAnswer.NotNow);
        _intake.Answers.Enqueue(ReceiptAnswer.NotNow);

        Assert.Equal(DeliveryStep.Failed, await StepAsync());
        Decide("two", ReasonCode.Accepted, "jti-2");
        _clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(DeliveryStep.Failed, await StepAsync());
        Assert.Equal(2, _delivery.Failures);
        Assert.Equal(DeliveryStep.Done, await StepAsync());
        Assert.Equal(DeliveryStep.Done, await StepAsync());

        Assert.Equal(_intake.Sent[0], _intake.Sent[1]);
        Assert.Equal(_intake.Sent[0], _intake.Sent[2]);
        Assert.Equal([0L, 1L], _intake.Taken.Select(batch => batch.Sequence));
        Assert.Equal(Digest("two"), Assert.Single(_intake.Taken[1].Receipts).Digest);
        Assert.Equal(0, _delivery.Failures);
    }

    [Fact]
    public async Task gives_a_batch_up_after_a_day_and_the_next_one_shows_it()
    {
        Decide("one", ReasonCode.Accepted, "jti-1");
        _intake.Answers.Enqueue(ReceiptAnswer.NotNow);
        await StepAsync();
        Decide("two", ReasonCode.Accepted, "jti-2");
        _clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(DeliveryStep.Done, await StepAsync());
        Assert.Equal(DeliveryStep.Done, await StepAsync());

        Assert.Equal(1, Assert.Single(_intake.Taken).Sequence);
        Assert.Equal(FakeIntake.DigestOf(_intake.Sent[0]), _intake.Taken[0].Previous);
    }

    [Fact]
    public async Task leaves_behind_what_will_never_be_taken()
    {
        Decide("one", ReasonCode.Accepted, "jti-1");
        _intake.Answers.Enqueue(ReceiptAnswer.Refused);
        await StepAsync();
        Decide("two", ReasonCode.Accepted, "jti-2");
        await StepAsync();

        Assert.Equal(2, _intake.Sent.Count);
        Assert.Equal(1, Assert.Single(_intake.Taken).Sequence);
    }

    [Fact]
    public async Task begins_anew_as_another_verifier_where_the_issuer_does_not_go_on()
    {
        Decide("one", ReasonCode.Accepted, "jti-1");
        await StepAsync();
        Decide("two", ReasonCode.Accepted, "jti-2");
        _intake.Answers.Enqueue(ReceiptAnswer.OutOfSequence);
        Assert.Equal(DeliveryStep.Failed, await StepAsync());
        Assert.Equal(DeliveryStep.Done, await StepAsync());

        Assert.NotEqual(_intake.Taken[0].Verifier, _intake.Taken[1].Verifier);
        Assert.Equal((0L, null), (_intake.Taken[1].Sequence, _intake.Taken[1].Previous));
        Assert.Equal(Digest("two"), Assert.Single(_intake.Taken[1].Receipts).Digest);
    }

    [Fact]
    public async Task keeps_no_more_than_it_has_room_for_and_shows_what_is_missing()
    {
        Decide("first", ReasonCode.Accepted, "jti");
        _intake.Answers.Enqueue(ReceiptAnswer.NotNow);
        await StepAsync();
        for (var i = 0; i < 1_000 * (PendingReceipts.MostWaiting + 3); i++)
            Decide($"{i}", ReasonCode.Accepted, "jti");

        while (await StepAsync() == DeliveryStep.Done)
        {
            // The next one.
        }

        // In flight, then a gap of three, then all that there was room for.
        Assert.Equal([0L, .. Enumerable.Range(4, PendingReceipts.MostWaiting).Select(i => (long)i)], _intake.Taken.Select(batch => batch.Sequence));
        Assert.Equal(FakeIntake.DigestOf(_intake.Sent[0]), _intake.Taken[1].Previous);
        Assert.Equal(Digest("3000"), _intake.Taken[1].Receipts[0].Digest);
        Assert.All(_intake.Taken.Skip(1), batch => Assert.Equal(1_000, batch.Receipts.Count));
    }

    [Fact]
    public async Task counts_made_up_tokens_without_a_list_of_them_all()
    {
        for (var i = 0; i < 5_000; i++)
            Decide($"{i}", ReasonCode.TokenInvalid, null);
        Decide("right", ReasonCode.Accepted, "jti");
        await StepAsync();

        var batch = Assert.Single(_intake.Taken);
        Assert.Equal(101, batch.Receipts.Count);
        Assert.Equal(4_900, batch.Unlisted["token_invalid"]);
        Assert.Equal(Digest("right"), batch.Receipts[^1].Digest);
    }

    [Fact]
    public async Task leaves_out_the_tokens_of_other_issuers()
    {
        _pending.Record(new VerificationDecision("https://other.example", "jti", Hash("other"), ReasonCode.Accepted));
        _pending.Record(new VerificationDecision(null, null, Hash("nobody"), ReasonCode.UnauthorizedIssuer));
        _pending.Record(new VerificationDecision(null, null, default, ReasonCode.MissingToken));
        await StepAsync();

        Assert.Equal("unauthorized_issuer", Assert.Single(Assert.Single(_intake.Taken).Receipts).Reason);
    }

    [Fact]
    public async Task is_waked_by_a_full_batch()
    {
        var waiting = _pending.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        for (var i = 0; i < 1_000; i++)
            Decide($"{i}", ReasonCode.Accepted, "jti");

        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var timed = _pending.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await timed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(_pending.HasFull);
    }

    [Fact]
    public async Task keeps_a_batch_that_is_cut_off_by_the_end_for_the_last_flush()
    {
        Decide("one", ReasonCode.Accepted, "jti-1");
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => _delivery.StepAsync(stopped.Token));
        Assert.Equal(DeliveryStep.Done, await StepAsync());
        Assert.Single(_intake.Taken);
    }

    Meter IMeterFactory.Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();

    private Task<DeliveryStep> StepAsync() => _delivery.StepAsync(CancellationToken.None);

    private void Decide(string token, string reason, string? jti) => _pending.Record(new VerificationDecision(Issuer, jti, Hash(token), reason));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    private static string Digest(string token) => System.Buffers.Text.Base64Url.EncodeToString(Hash(token));
}
