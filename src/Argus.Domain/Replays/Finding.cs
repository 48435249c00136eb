namespace Argus.Domain.Replays;

/// <summary>Something in a log that no honest history has.</summary>
/// <param name="Name">One of <see cref="FindingName"/>.</param>
/// <param name="Position">The entry that cannot be, or -1 where it is none.</param>
/// <param name="Detail">What is wrong with it: names, numbers and positions; nothing personal.</param>
public sealed record Finding(string Name, long Position, string Detail)
{
    /// <summary>What should be there, where that can be said in a word.</summary>
    public string? Expected { get; init; }

    /// <summary>What is there instead.</summary>
    public string? Found { get; init; }
}

/// <summary>What can be found. The names are stable.</summary>
public static class FindingName
{
    /// <summary>In a state of its aggregate in which nothing decides this.</summary>
    public const string EventOutOfLife = "event_out_of_life";

    /// <summary>A code was redeemed so long after its time that no clock explains it.</summary>
    public const string ExpiredCodeUsed = "expired_code_used";

    public const string IssuedAfterRevocation = "issued_after_revocation";

    /// <summary>For an audience, with a scope, or in a way that the client may not have, or the user did not allow.</summary>
    public const string IssuedBeyondRights = "issued_beyond_rights";

    public const string IssuedByDisabledClient = "issued_by_disabled_client";
    public const string IssuedByDisabledTenant = "issued_by_disabled_tenant";

    /// <summary>Made from a token that was never issued.</summary>
    public const string IssuedFromUnknownToken = "issued_from_unknown_token";

    /// <summary>Made from the token of a peer that is not trusted.</summary>
    public const string IssuedFromUntrustedPeer = "issued_from_untrusted_peer";

    public const string IssuedToDisabledUser = "issued_to_disabled_user";
    public const string IssuedToUnknownClient = "issued_to_unknown_client";
    public const string IssuedToUnknownUser = "issued_to_unknown_user";

    /// <summary>Under a key that has not been activated, or signs no more, or is revoked.</summary>
    public const string IssuedUnderInactiveKey = "issued_under_inactive_key";

    /// <summary>Shown for a shorter time than was promised when it was deactivated.</summary>
    public const string KeyRetiredEarly = "key_retired_early";

    public const string OtherTenant = "other_tenant";
    public const string PositionGap = "position_gap";

    /// <summary>What a node, or the database, made of the log is not what follows from it.</summary>
    public const string ProjectionDiffers = "projection_differs";

    /// <summary>A spent refresh token was answered when every window was over.</summary>
    public const string RetryAfterWindow = "retry_after_window";

    public const string RotationAfterEnd = "rotation_after_end";
    public const string RotationAfterRevocation = "rotation_after_revocation";
    public const string SecondUseOfCode = "second_use_of_code";

    /// <summary>An entry of the stream is missing, or stands twice.</summary>
    public const string StreamGap = "stream_gap";

    /// <summary>A stream that is named by time begins at quite another.</summary>
    public const string StreamOutOfTime = "stream_out_of_time";

    public const string TimeRunsBack = "time_runs_back";
    public const string TokenIssuedTwice = "token_issued_twice";

    /// <summary>Longer than any token may live, or for nobody, or with too many behind it.</summary>
    public const string TokenMalformed = "token_malformed";

    /// <summary>Of another stream, client or user than its entry is of.</summary>
    public const string TokenMisplaced = "token_misplaced";

    public const string TokenOutlivesKey = "token_outlives_key";

    /// <summary>The entries end before the log at hand says.</summary>
    public const string Truncated = "truncated";

    public const string TwoActiveKeys = "two_active_keys";
    public const string TwoLiveRefreshTokens = "two_live_refresh_tokens";
    public const string UnknownKey = "unknown_key";
    public const string UnreadableEntry = "unreadable_entry";
}
