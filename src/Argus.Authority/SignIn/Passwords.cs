using Argus.Authority.Clients;
using Argus.Domain.Users;

namespace Argus.Authority.SignIn;

/// <summary>Keeps and checks users' passwords, always slowly: what was right is remembered nowhere.</summary>
public sealed class Passwords(ISlowHash slowHash)
{
    /// <summary>Characters (UTF-16 code units).</summary>
    public const int Longest = 1024;

    // Made at the start, so that nobody's first wrong guess takes longer than another.
    private readonly string _nobodys = slowHash.Hash(RandomSecret.New());

    /// <param name="password">1 to <see cref="Longest"/> characters.</param>
    public UserPassword Hash(string password) => new(slowHash.Hash(password), UserPassword.Slow);

    /// <summary>
    /// Whether this is the password. Takes one slow hash, whatever the answer and whatever is kept: with null, or what this program cannot check, that of a
    /// password that nobody knows.
    /// </summary>
    public bool Verify(UserPassword? kept, string presented)
    {
        var isKnown = kept is { Scheme: UserPassword.Slow } && presented.Length <= Longest;
        var isRight = slowHash.Verify(isKnown ? kept!.Hash : _nobodys, presented.Length <= Longest ? presented : "");
        return isRight && isKnown;
    }
}
