using Argus.Cli.Connecting;
using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>The codes of A's device at B: by the device, and by a user of B's.</summary>
internal static class DeviceAttacks
{
    private const string Source = "RFC 8628 §5";

    public static IEnumerable<Trial> All() =>
    [
        Attack(Credentials.DeviceCode, Resources.Token, "A's at B, while it waits", Source, async field =>
        {
            var asked = await field.Wire.PostAsync($"{field.A.Issuer}/oauth/device", Caller.Public(Side.Tv), []).ConfigureAwait(false);
            foreach (var (member, credential) in new[] { ("device_code", Credentials.DeviceCode), ("user_code", Credentials.UserCode) })
                field.A.Keep(credential, asked.Text(member) ?? throw new MissingCredential(credential));
            return await field.PollDeviceAsync(field.B, field.A.Show(Credentials.DeviceCode)).ConfigureAwait(false);
        }, Knows),
        Attack(Credentials.UserCode, Resources.Device, "A's, typed by B's user", Source,
            field => TypeAsync(field, field.B), answer => Finding.Attack(answer, answer.Headers?.Location is not null)),
        Afterwards(Credentials.UserCode, Resources.Device, "A's, typed and allowed by A's user", async field =>
        {
            var typed = await TypeAsync(field, field.A).ConfigureAwait(false);
            return typed.Headers?.Location is { } next ? await field.BrowserOf(field.A).WalkAsync(next.OriginalString, field.A.Password).ConfigureAwait(false) : typed;
        }, answer => answer.IsSuccess && PageForm.In(answer) is null),
        Attack(Credentials.DeviceCode, Resources.Token, "A's at B, when A's user has allowed it", Source,
            field => field.PollDeviceAsync(field.B, field.A.Show(Credentials.DeviceCode)), Knows),
        Afterwards(Credentials.DeviceCode, Resources.Token, "A's at A: the one that B refused",
            field => field.PollDeviceAsync(field.A, field.A.Show(Credentials.DeviceCode)), answer => answer.IsSuccess),
    ];

    /// <summary>To be told to wait is to be known (RFC 8628 §3.5).</summary>
    private static Finding Knows(Answer answer) => Finding.Attack(answer, answer.IsSuccess || answer.Text("error") is "authorization_pending" or "slow_down");

    private static async Task<Answer> TypeAsync(Battlefield field, Side at)
    {
        var browser = field.BrowserOf(at);
        var form = await browser.WalkToFormAsync($"{at.Issuer}/oauth/device").ConfigureAwait(false) ?? throw new MissingCredential("form for user codes");
        return await browser.SubmitAsync(form, ("user_code", field.A.Show(Credentials.UserCode))).ConfigureAwait(false);
    }
}
