using System.Security.Cryptography;
using Argus.Authority.Authorization;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Devices;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Devices;

/// <summary>Lets a device wait for its user (RFC 8628 §3.2): the beginning of a family of tokens, and a code that leads there.</summary>
public sealed class DeviceRequests(FamilyGrains families, Aggregates aggregates, TimeProvider clock)
{
    /// <summary>Seconds that a device waits at most.</summary>
    public const int Lifetime = 600;

    // Of 2.5 · 10¹⁰ codes: who has found ten of them taken has met a defect.
    private const int MostTries = 10;

    /// <exception cref="LogUnavailableException">It is not durable, and no code leaves.</exception>
    public async ValueTask<DeviceCodes> RequestAsync(TenantView tenant, AuthenticatedClient client, AskedAccess access, Origin origin)
    {
        var now = clock.GetUtcNow();
        var family = FamilyId.From(Guid.CreateVersion7(now));
        var code = GrantToken.New(GrantTokenKind.DeviceCode, tenant.Id, family);
        var requested = new FamilyDeviceRequested(client.Id, code.Digest, now.ToUnixTimeSeconds() + Lifetime, access.Resources, access.Scope);
        await families.ExecuteAsync(tenant.Id, family, state => FamilyDecider.Request(state, requested), origin).ConfigureAwait(false);
        return new DeviceCodes(code.Text, await AssignAsync(tenant, family, origin).ConfigureAwait(false));
    }

    /// <summary>A code's stream holds one event: whoever writes it has the code, for good.</summary>
    private async ValueTask<UserCode> AssignAsync(TenantView tenant, FamilyId family, Origin origin)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var code = NewCode();
            if (await aggregates.RecordAsync(tenant.Id, code.StreamIn(tenant.Id), new DeviceCodeAssigned(family), origin).ConfigureAwait(false) is not null)
                return code;
        }

        throw new LogUnavailableException($"{MostTries} user codes of tenant {tenant.Id} were all taken.");
    }

    private static UserCode NewCode() =>
        UserCode.TryParse(RandomNumberGenerator.GetString(UserCode.Alphabet, UserCode.Length), out var code) ? code : throw new InvalidOperationException("A new user code is none.");
}

/// <summary>What a device gets.</summary>
/// <param name="DeviceCode">For itself.</param>
/// <param name="UserCode">For its user.</param>
public sealed record DeviceCodes(string DeviceCode, UserCode UserCode)
{
    /// <summary>Both are secrets.</summary>
    public override string ToString() => "DeviceCodes";
}
