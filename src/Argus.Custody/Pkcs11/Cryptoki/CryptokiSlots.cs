using System.Text;
using Argus.Authority.Keys;

namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>Where the tokens are.</summary>
internal static unsafe class CryptokiSlots
{
    // CK_TOKEN_INFO has 208 bytes where CK_ULONG has eight; its label comes first.
    private const int InfoSize = 256;
    private const int LabelSize = 32;

    /// <returns>The slot with the token of this label, or null if there is none.</returns>
    /// <exception cref="CryptokiException"/>
    /// <exception cref="CustodyException">Several tokens bear the label, and one must not be taken for another.</exception>
    internal static nuint? Find(CryptokiFunctions functions, string label)
    {
        nuint? found = null;
        foreach (var slot in List(functions))
        {
            if (LabelOf(functions, slot) != label)
                continue;
            found = found is null ? slot : throw new CustodyException($"Several tokens bear the label of {Pkcs11Options.TokenKey}: {label}");
        }

        return found;
    }

    private static nuint[] List(CryptokiFunctions functions)
    {
        // Asked without a list it also looks for new tokens (PKCS#11 v2.40 §5.5).
        nuint count;
        CryptokiFunctions.Check("C_GetSlotList", functions.GetSlotList(1, null, &count));
        var slots = new nuint[count];
        fixed (nuint* list = slots)
        {
            if (count > 0)
                CryptokiFunctions.Check("C_GetSlotList", functions.GetSlotList(1, list, &count));
        }

        return slots[..(int)count];
    }

    // A token that goes away between the two calls has no label.
    private static string? LabelOf(CryptokiFunctions functions, nuint slot)
    {
        var info = stackalloc byte[InfoSize];
        return functions.GetTokenInfo(slot, info) == (nuint)CryptokiResult.Ok
            ? Encoding.UTF8.GetString(info, LabelSize).TrimEnd(' ', '\0')
            : null;
    }
}
