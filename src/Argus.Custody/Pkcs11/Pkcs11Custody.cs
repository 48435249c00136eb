using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Custody.Pkcs11.Cryptoki;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// The <c>pkcs11</c> provider: private halves are made inside an HSM's token and never leave it. In the token a key is labelled
/// <c>argus {tenant} {kid}</c>, for whoever looks there; Argus knows it by its CKA_ID.
/// </summary>
/// <remarks>
/// It calls the module itself, for generation, signatures and destruction alike. OpenSSL's engine (libp11 0.4.12) takes the module's path from the
/// environment of the process only, and never finds a token again that was away: it does not finish the module and begin it anew.
/// </remarks>
public sealed class Pkcs11Custody : IKeyCustody, IDisposable
{
    /// <summary>So many calls are made to the HSM at once, and no more.</summary>
    public const int MostAtOnce = TokenConnection.MostSessions;

    private readonly Token _token;

    // A 4096-bit pair takes seconds, in a small HSM a minute; that must not keep tenants from opening their keys.
    private readonly ErrandDesk _making = new(2, TimeSpan.FromMinutes(2));
    private readonly ErrandDesk _other = new(8, TimeSpan.FromSeconds(10));

    private Pkcs11Custody(Token token) => _token = token;

    public string Name => "pkcs11";

    public bool SignsElsewhere => true;

    /// <summary>Checks what can be checked while the HSM is away, and does not reach for it yet.</summary>
    /// <exception cref="CustodyException">A value is wrong; the message names its configuration key.</exception>
    public static Pkcs11Custody Open(Pkcs11Options options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var pin = new TokenPin(options.PinFile);
        pin.Check();
        return new Pkcs11Custody(new Token(CryptokiModule.At(options.Module), options.TokenLabel, pin, clock));
    }

    /// <summary>Finds the token and logs in, unless that has been done.</summary>
    /// <exception cref="CustodyException">The token is away, unknown, or refuses the PIN.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellation) =>
        await _token.RunAsync(_other, static connection => connection.Use(0, static (session, _) => session.IsLoggedIn()), cancellation).ConfigureAwait(false);

    public async ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation) =>
        await _token.RunAsync(_making, connection => TokenKeys.Make(connection, tenant, bits), cancellation).ConfigureAwait(false);

    public ValueTask<CustodyKey> ImportAsync(TenantId tenant, RSA key, CancellationToken cancellation) =>
        throw new ImportNotPossibleException("With an HSM, private keys are made inside the token only: none comes from outside, as none ever leaves it.");

    public async ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        var id = TokenKeyId.Parse(tenant, kid, handle.Span);
        var key = await _token.RunAsync(_other, connection => TryOpen(connection, tenant, kid, id), cancellation).ConfigureAwait(false);
        if (key is null && _token.Doubt(always: false))
            key = await _token.RunAsync(_other, connection => TryOpen(connection, tenant, kid, id), cancellation).ConfigureAwait(false);
        return key ?? throw new CustodyException($"The HSM does not hold key {kid} of tenant {tenant}.");
    }

    public async ValueTask DestroyAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        var id = TokenKeyId.Parse(tenant, kid, handle.Span);
        var destroyed = await _token.RunAsync(_other, connection => TokenKeys.Destroy(connection, kid, id), cancellation).ConfigureAwait(false);

        // Nobody may be told that a key is gone that was merely not seen.
        if (destroyed == 0 && _token.Doubt(always: true))
            await _token.RunAsync(_other, connection => TokenKeys.Destroy(connection, kid, id), cancellation).ConfigureAwait(false);
    }

    /// <summary>Nothing is wrapped.</summary>
    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>(null);

    public ValueTask<ReadOnlyMemory<byte>?> RewrapAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);

    /// <summary>Gives back the sessions and the login. Keys that are still open do not sign any more.</summary>
    public void Dispose() => _token.Dispose();

    private SigningKey? TryOpen(TokenConnection connection, TenantId tenant, Kid kid, TokenKeyId id)
    {
        if (TokenKeys.FindModulus(connection, id) is not { } modulus)
            return null;
        if (TokenKeys.PublicHalf(modulus).Kid != kid.Value)
            throw new CustodyException($"What the HSM holds under the handle of key {kid} of tenant {tenant} is another key.");
        try
        {
            return new SigningKey(new TokenRsa(_token, id, modulus));
        }
        catch (ArgumentException e)
        {
            throw new CustodyException($"Key {kid} of tenant {tenant} in the HSM cannot be used: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
