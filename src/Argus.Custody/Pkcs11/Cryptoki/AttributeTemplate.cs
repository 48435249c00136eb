using System.Runtime.InteropServices;

namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>CK_ATTRIBUTE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CryptokiAttribute
{
    internal nuint Type;
    internal void* Value;
    internal nuint Length;
}

/// <summary>A list of attributes in unmanaged memory.</summary>
internal sealed unsafe class AttributeTemplate : IDisposable
{
    private const int Most = 12;

    private readonly CryptokiAttribute* _attributes = (CryptokiAttribute*)NativeMemory.AllocZeroed(Most, (nuint)sizeof(CryptokiAttribute));

    internal CryptokiAttribute* Attributes => _attributes;

    internal nuint Count { get; private set; }

    internal AttributeTemplate Add(nuint type, bool value) => Add(type, [value ? (byte)1 : (byte)0]);

    internal AttributeTemplate Add(nuint type, nuint value) => Add(type, new ReadOnlySpan<byte>(&value, sizeof(nuint)));

    internal AttributeTemplate Add(nuint type, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual<nuint>(Count, Most);
        var copy = NativeMemory.Alloc((nuint)value.Length);
        value.CopyTo(new Span<byte>(copy, value.Length));
        _attributes[Count++] = new CryptokiAttribute { Type = type, Value = copy, Length = (nuint)value.Length };
        return this;
    }

    public void Dispose()
    {
        for (nuint i = 0; i < Count; i++)
            NativeMemory.Free(_attributes[i].Value);
        Count = 0;
        NativeMemory.Free(_attributes);
    }
}
