using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Audit;
using Argus.Domain.Clients;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.Devices;
using Argus.Domain.Handoffs;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.PushedRequests;
using Argus.Domain.Sessions;
using Argus.Domain.Signals;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Domain.Verifiers;

namespace Argus.Domain.Replays;

/// <summary>
/// Whether each stream's versions run from 0 without gaps, and begin and end as they can. Streams that end are forgotten when nothing can follow any more; families are somebody
/// else's concern, who knows more of them.
/// </summary>
internal sealed class StreamChecks(Findings findings)
{
    private readonly LiveStreams _tokens = new();
    private readonly LiveStreams _others = new();

    /// <summary>An access token of no family, the first entry of its stream.</summary>
    public void Issued(RecordedEvent recorded, TokenIssued token)
    {
        var now = Seconds(recorded.Time);
        ref var slot = ref _tokens.Find(token.Jti.Bits, now, out var isKnown);
        if (isKnown)
        {
            findings.Add(FindingName.TokenIssuedTwice, recorded.Position, $"{token.Jti} was issued before");
            return;
        }

        if (recorded.StreamVersion != 0)
            findings.Add(FindingName.StreamGap, recorded.Position, $"{recorded.Stream} begins with version {recorded.StreamVersion}");
        CheckName(recorded, token.Jti.Bits);
        slot.Next = 1;
        slot.Until = Later(now, token.Exp) + ReplayBounds.TokenRemembrance;
    }

    /// <summary>Whether a token of no family was issued, and is not forgotten yet.</summary>
    public bool IsIssued(Jti token) => _tokens.Has(token.Bits);

    /// <summary>Any other event.</summary>
    public void Add(RecordedEvent recorded)
    {
        var now = Seconds(recorded.Time);
        var rule = StreamRule.Of(recorded.Event);
        var isToken = recorded.Stream.StartsWith("token:", StringComparison.Ordinal)
            && Jti.TryParse(recorded.Stream.AsSpan("token:".Length), out var jti) && jti.Family is null;
        ref var slot = ref isToken ? ref _tokens.Find(BitsOf(recorded.Stream), now, out var isKnown) : ref _others.Find(HashOf(recorded.Stream), now, out isKnown);
        var expected = slot.Next;
        if (recorded.StreamVersion != expected && (isKnown || recorded.StreamVersion == 0 || !IsForgotten(recorded.Stream, now)))
            findings.Add(FindingName.StreamGap, recorded.Position, $"version {recorded.StreamVersion} of {recorded.Stream} stands where {expected} should");
        if (slot.IsOver || (rule.Begins && recorded.StreamVersion != 0) || (rule.Follows && recorded.StreamVersion == 0))
            findings.Add(FindingName.EventOutOfLife, recorded.Position, $"{EventCatalog.NameOf(recorded.Event)} as version {recorded.StreamVersion} of {recorded.Stream}");
        if (rule.Begins && !isToken && TimeNamed(recorded.Stream) is { } bits && rule.IsNamedAtOnce)
            CheckName(recorded, bits);
        slot.Next = (int)Math.Min(recorded.StreamVersion + 1, int.MaxValue - 1);
        slot.IsOver = rule.Ends;
        slot.Until = Until(recorded, now, slot.Until);
    }

    /// <summary>Whether the stream's name gives it a time, from which it must not be far.</summary>
    public void CheckName(RecordedEvent recorded, UInt128 bits)
    {
        var named = (long)(ulong)(bits >> 80) / 1000;
        if (Math.Abs(named - recorded.Time.ToUnixTimeSeconds()) > ReplayBounds.NameTolerance)
            findings.Add(FindingName.StreamOutOfTime, recorded.Position, $"{recorded.Stream} is named {named} and begins at {recorded.Time.ToUnixTimeSeconds()}");
    }

    public static UInt128 HashOf(string stream)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(stream), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public static uint Seconds(DateTimeOffset time) => (uint)Math.Clamp(time.ToUnixTimeSeconds(), 1, uint.MaxValue - 1);

    private static uint Later(uint now, long exp) => (uint)Math.Clamp(exp, now, now + (long)ReplayBounds.Remembrance);

    private static uint Until(RecordedEvent recorded, uint now, uint until) => recorded.Event switch
    {
        SessionOpened opened => (uint)Math.Clamp(opened.Exp + ReplayBounds.Remembrance, now, uint.MaxValue - 1),
        SessionReauthenticated again => (uint)Math.Clamp(again.Exp + ReplayBounds.Remembrance, now, uint.MaxValue - 1),
        ILogoutEvent => now + (15 * ReplayBounds.Remembrance),
        ISessionEvent or TokenRevoked => until == LiveStreams.Forever ? now + ReplayBounds.Remembrance : until,
        IPushedRequestEvent or IHandoffEvent or IDelegatedSignInEvent or VerificationsRecorded or EventsRead or ProofMade or EntriesExported or ClientAuthenticationsRefused or UserSignInsRefused
            => now + ReplayBounds.Remembrance,
        _ => TimeNamed(recorded.Stream) is not null && recorded.Event is TokensRevoked or KeyImportRefused or PeerPrivateKeyRefused ? now + ReplayBounds.Remembrance : LiveStreams.Forever,
    };

    /// <summary>Whether a stream that is not known may have been: its name is of so long ago.</summary>
    private static bool IsForgotten(string stream, uint now) =>
        stream.StartsWith("session:", StringComparison.Ordinal) && TimeNamed(stream) is { } bits && (long)(ulong)(bits >> 80) / 1000 + ReplayBounds.Remembrance < now;

    private static UInt128 BitsOf(string stream) => TimeNamed(stream) ?? HashOf(stream);

    private static UInt128? TimeNamed(string stream) =>
        Base32Hex.TryRead(stream.AsSpan(stream.LastIndexOf(':') + 1), out var bits) ? bits : null;
}

/// <summary>Where in its stream an event can stand, by its type alone.</summary>
/// <param name="Begins">Only at its beginning.</param>
/// <param name="Follows">Only behind others.</param>
/// <param name="Ends">Nothing stands behind it.</param>
/// <param name="IsNamedAtOnce">A name made of the time is made just before.</param>
internal readonly record struct StreamRule(bool Begins, bool Follows, bool Ends, bool IsNamedAtOnce = false)
{
    public static StreamRule Of(IDomainEvent @event) => @event switch
    {
        SessionOpened or SignInHandedOff or SignInDelegated or AuthorizationPushed => new(Begins: true, false, false, IsNamedAtOnce: true),
        LogoutDue or SignalsBegan => new(Begins: true, false, false),
        TokensRevoked or EventsRead or ProofMade or EntriesExported => new(Begins: true, false, Ends: true, IsNamedAtOnce: true),
        DeviceCodeAssigned or UnloggedTokenSeen or VerificationsRecorded or ClientAuthenticationsRefused or UserSignInsRefused or KeyImportRefused or PeerPrivateKeyRefused
            or ReceiptsRefused => new(Begins: true, false, Ends: true),
        SessionReauthenticated or SessionClientJoined or HandoffAccepted or HandoffRejected or ILogoutEvent or SignalsTaken or ReceiptsContinued => new(false, Follows: true, false),
        SessionEnded or AuthorizationUsed or SignInReturned or HandoffUsed => new(false, Follows: true, Ends: true),
        TokenRevoked => new(false, false, Ends: true),
        _ => default,
    };
}
