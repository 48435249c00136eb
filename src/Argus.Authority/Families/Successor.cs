using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>
/// The successor of a refresh token, kept beside the log for as long as a lost answer may be asked for again. It is sealed under its predecessor: only who
/// holds that one can have it again, and nobody who reads the database can.
/// </summary>
internal static class Successor
{
    public static string KeyOf(FamilyId family) => FamilyState.StreamOf(family);

    /// <param name="predecessor">The refresh token that was presented.</param>
    /// <param name="successor">The one that it is exchanged for.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="terms">Say how long it may be asked for.</param>
    public static BesideWrite Keep(GrantToken predecessor, GrantToken successor, TenantId tenant, RefreshTerms terms)
    {
        var plain = Encoding.ASCII.GetBytes(successor.Text);
        var target = new byte[plain.Length + Seal.Overhead];
        Seal.Close(SealingKey(predecessor), plain, target, [], Context(tenant, predecessor.Family));
        var longest = terms.RetryWindow > terms.ConcurrencyWindow ? terms.RetryWindow : terms.ConcurrencyWindow;
        return new BesideWrite(KeyOf(predecessor.Family), target, longest + TimeSpan.FromSeconds(1));
    }

    /// <summary>Nothing is kept any more.</summary>
    public static BesideWrite Forget(FamilyId family) => new(KeyOf(family), default, TimeSpan.Zero);

    /// <summary>A family that ends keeps nothing, whatever ends it.</summary>
    public static BesideWrite? After(FamilyVerdict verdict, FamilyId family) => verdict.Events.Any(@event => @event is FamilyRevoked) ? Forget(family) : null;

    /// <returns>The successor; null if what is kept is not this token's.</returns>
    public static GrantToken? Open(GrantToken predecessor, ReadOnlyMemory<byte> kept, TenantId tenant) =>
        Seal.Open(SealingKey(predecessor), kept.Span, [], Context(tenant, predecessor.Family)) is { } plain
            ? GrantToken.Parse(GrantTokenKind.RefreshToken, tenant, Encoding.ASCII.GetString(plain))
            : null;

    /// <summary>The token has 256 bits of entropy, so one hash is enough; the prefix keeps it apart from the digest in the log.</summary>
    private static byte[] SealingKey(GrantToken predecessor) => SHA256.HashData(Encoding.ASCII.GetBytes("argus successor\0" + predecessor.Text));

    private static string Context(TenantId tenant, FamilyId family) => $"{tenant}/{family}";
}
