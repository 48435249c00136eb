using System.Text.Json;
using Argus.Authority.SignIn;
using Argus.Domain.Users;

namespace Argus.Authority.Provisioning;

/// <summary>A user: the name, the password, and what is known about them.</summary>
internal static class UserReader
{
    public static UserDescription? Read(JsonNodeReader node) => Read(node, null);

    /// <param name="node">The user.</param>
    /// <param name="known">Their name, where that is known already.</param>
    public static UserDescription? Read(JsonNodeReader node, Username? known)
    {
        var nameNode = node.Member("username");
        var isName = Username.TryParse(nameNode?.Text(), out var name);
        if (known is { } expected)
        {
            if (nameNode is not null && !(isName && name == expected))
                nameNode.Error($"must be '{expected}'");
            (isName, name) = (true, expected);
        }

        var password = Password(node.Member("password"));
        var claims = node.Member("claims") is { } members ? Claims(members) : null;
        node.RefuseOthers();
        if (isName)
            return new UserDescription(node.Path, name) { Password = password, Claims = claims };
        (nameNode ?? node).Error(nameNode is null
            ? "username is missing"
            : "must be 1 to 128 characters in NFC, none of them control or format characters, without white space at the ends");
        return null;
    }

    private static string? Password(JsonNodeReader? node)
    {
        if (node?.Text() is not { } password)
            return null;
        if (password.Length is > 0 and <= Passwords.Longest && !password.Any(char.IsControl))
            return password;
        node.Error($"must be 1 to {Passwords.Longest} characters, none of them control characters");
        return null;
    }

    private static UserClaims Claims(JsonNodeReader node)
    {
        var claims = new List<KeyValuePair<string, ClaimValue>>();
        foreach (var (name, member) in node.Members())
        {
            if (Value(member) is not { } value)
                continue;
            claims.Add(new(name, value));
            if (ClaimRules.Fault(name, value) is { } fault)
                member.Error(fault);
        }

        var read = UserClaims.Of(claims);
        if (ClaimRules.Fault(read) is { } together)
            node.Error(together);
        return read;
    }

    private static ClaimValue? Value(JsonNodeReader node)
    {
        switch (node.Value.ValueKind)
        {
            case JsonValueKind.String:
                return node.Text() is { } text ? ClaimValue.Of(text) : null;
            case JsonValueKind.True or JsonValueKind.False:
                return ClaimValue.Of(node.Value.GetBoolean());
            case JsonValueKind.Number when node.Value.TryGetInt64(out var number):
                return ClaimValue.Of(number);
            default:
                node.Error("must be a string, true or false, or a whole number");
                return null;
        }
    }
}
