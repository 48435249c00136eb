using System.Buffers.Text;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Authority.PersonalData;

/// <summary>AES-256-GCM; tenant, key and member are authenticated beside the value (docs/audit-log-format.md, "Sealed fields").</summary>
internal sealed class PersonalSeal(TenantId tenant, string name, ReadOnlyMemory<byte> key) : IPersonalSeal
{
    public string Key => name;

    public Sealed Close(string member, ReadOnlySpan<byte> plaintext)
    {
        var target = new byte[plaintext.Length + Seal.Overhead];
        Seal.Close(key.Span, plaintext, target, [], ContextOf(member));
        return new Sealed(name, Base64Url.EncodeToString(target));
    }

    public byte[] Open(string member, Sealed @sealed) =>
        (@sealed.Key == name && Base64Url.IsValid(@sealed.Text) ? Seal.Open(key.Span, Base64Url.DecodeFromChars(@sealed.Text), [], ContextOf(member)) : null)
        ?? throw new PersonalDataLostException($"What is sealed under the key {@sealed.Key} of tenant {tenant} is not what was sealed there.");

    private string ContextOf(string member) => $"{tenant}/{name}/{member}";
}
