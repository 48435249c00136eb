using Argus.Authority.Clients;
using Argus.Authority.PersonalData;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.SignIn;

/// <summary>What came of a sign-in.</summary>
/// <param name="User">Who signed in; null if it failed.</param>
/// <param name="Failure">Why it failed, for the log and the audit only: the answer is the same for all of them. <see cref="SignInFailure"/>.</param>
public readonly record struct SignInResult(UserState? User, string? Failure);

/// <summary>Why sign-ins fail.</summary>
public static class SignInFailure
{
    public const string UnknownUser = "unknown_user";
    public const string WrongPassword = "wrong_password";
    public const string Disabled = "disabled";
    public const string Throttled = "throttled";

    /// <summary>The user signs in at another provider.</summary>
    public const string NoPassword = "no_password";
}

/// <summary>
/// Finds out whether somebody is the user they say, by their password. Every failure costs the same work, and is recorded; who must wait is answered without
/// any work, whether the password is right or not.
/// </summary>
public sealed partial class PasswordSignIn(UserPeople people, Passwords passwords, SignInThrottle throttle, AuditRecorder recorder, ILogger<PasswordSignIn> logger)
{
    private const int MostWaitingOfSource = 64;
    private const int MostWaitingOfSourceAtAccount = 8;

    private static readonly SignInResult Throttled = new(null, SignInFailure.Throttled);

    // One at a time, so that guesses take one processor at most; and each source in its turn, however many accounts it guesses at.
    private readonly FairTurns _turns = new(MostWaitingOfSource, MostWaitingOfSourceAtAccount);

    /// <param name="tenant">Whose user; the caller has seen to it that the view is fresh enough, and the tenant enabled.</param>
    /// <param name="username">As it was typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="source">The address it came from.</param>
    /// <param name="origin">Of the request, whose correlation id the log line carries.</param>
    /// <exception cref="LogUnavailableException">Nobody knows: too many wait for their turn already, what failed could not be recorded, or the user's key cannot be read.</exception>
    public async ValueTask<SignInResult> VerifyAsync(TenantView tenant, string username, string password, string? source, Origin origin)
    {
        var name = Username.TryParse(username, out var parsed) ? parsed : (Username?)null;
        var result = throttle.MustWait(tenant.Id, name, source) ? Throttled : await TryAsync(tenant, name, password, source).ConfigureAwait(false);
        if (result.Failure is { } failure)
        {
            recorder.SignInRefused(tenant.Id, UserOf(tenant, name) is { Exists: true } user ? user.Subject : null, failure, source);
            LogRefused(logger, origin.CorrelationId, failure);
        }

        return result;
    }

    private async ValueTask<SignInResult> TryAsync(TenantView tenant, Username? name, string password, string? source)
    {
        if (!await _turns.TryEnterAsync(SourceNetwork.Of(source), $"{tenant.Id}/{name}").ConfigureAwait(false))
            throw new LogUnavailableException("Too many sign-ins from one source wait to be checked.");
        try
        {
            // Those who came before may have failed meanwhile: guesses at once are no way round the wait.
            if (throttle.MustWait(tenant.Id, name, source))
                return Throttled;

            var user = UserOf(tenant, name);
            var kept = user.Enabled ? await people.PasswordAsync(tenant.Id, user).ConfigureAwait(false) : null;
            if (await Task.Run(() => passwords.Verify(kept, password)).ConfigureAwait(false))
            {
                throttle.Succeeded(tenant.Id, name!.Value, source);
                return new SignInResult(user, null);
            }

            throttle.Failed(tenant.Id, name, source);
            return new SignInResult(null, ReasonOf(user));
        }
        finally
        {
            _turns.Leave();
        }
    }

    private static UserState UserOf(TenantView tenant, Username? name) => name is { } known ? tenant.User(known) : UserState.Initial;

    private static string ReasonOf(UserState user) =>
        !user.Exists ? SignInFailure.UnknownUser
        : !user.Enabled ? SignInFailure.Disabled
        : user.Password is null ? SignInFailure.NoPassword
        : SignInFailure.WrongPassword;

    [LoggerMessage(EventId = 140, Level = LogLevel.Information, Message = "{CorrelationId} sign-in refused: {Why}")]
    private static partial void LogRefused(ILogger logger, string correlationId, string why);
}
