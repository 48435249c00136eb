using Argus.Authority.Keys;

namespace Argus.Custody.Pkcs11;

/// <summary>Where the HSM is.</summary>
/// <param name="Module">Absolute path of the vendor's PKCS#11 library.</param>
/// <param name="TokenLabel">The token's label: of the tokens that the module shows exactly one must bear it.</param>
/// <param name="PinFile">A file with the user PIN that only its owner can use. It is read at every login, so a new PIN takes no restart.</param>
public sealed record Pkcs11Options(string Module, string TokenLabel, string PinFile)
{
    internal const string ModuleKey = "Argus:KeyCustody:Pkcs11:Module";
    internal const string TokenKey = "Argus:KeyCustody:Pkcs11:Token";
    internal const string PinFileKey = "Argus:KeyCustody:Pkcs11:PinFile";

    /// <summary>The keys below <c>Argus:</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. new[] { ModuleKey, TokenKey, PinFileKey }.Select(key => key["Argus:".Length..])];

    /// <param name="read">Gives the text of a key below <c>Argus:</c>, or null.</param>
    /// <exception cref="CustodyException">A key is missing or impossible; the message names it.</exception>
    public static Pkcs11Options Read(Func<string, string?> read)
    {
        var options = new Pkcs11Options(read(Keys[0]) ?? "", read(Keys[1]) ?? "", read(Keys[2]) is { Length: > 0 } file ? Path.GetFullPath(file) : "");
        options.Validate();
        return options;
    }

    /// <exception cref="CustodyException">A value is missing or cannot be one; the message names its configuration key.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Module) || !Path.IsPathFullyQualified(Module))
            throw new CustodyException($"{ModuleKey} must be the absolute path of the HSM's PKCS#11 library.");
        if (string.IsNullOrWhiteSpace(TokenLabel))
            throw new CustodyException($"{TokenKey} must be the label of a token.");
        if (string.IsNullOrWhiteSpace(PinFile))
            throw new CustodyException($"{PinFileKey} must be the path of a file that holds the token's user PIN.");
    }
}
