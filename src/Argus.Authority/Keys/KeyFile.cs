using System.Security.Cryptography;
using System.Text;

namespace Argus.Authority.Keys;

/// <summary>
/// Key-encryption keys in a file that only its owner can use: 32 bytes in base64 on each line. The first line wraps, all lines unwrap. The file is read anew
/// whenever something is wrapped, so that a line which no stored key needs is needed by no node either, and whenever no line known so far unwraps.
/// </summary>
internal sealed class KeyFile : IKeyWrapper
{
    private const int MostBytes = 4_096;

    private readonly string _path;
    private volatile KeyEncryptionKey[] _keys;

    /// <exception cref="CustodyException">The file cannot be read or holds something else, or others than its owner can use it.</exception>
    public KeyFile(string path)
    {
        _path = path;
        _keys = Read(path);
    }

    public string Name => FileKeyCustody.ProviderName;

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation) =>
        ValueTask.FromResult(ReadAgain()[0].Wrap(key.Span, context));

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation) =>
        ValueTask.FromResult(TryUnwrap(_keys, wrapped.Span, context) ?? Unwrap(ReadAgain(), wrapped.Span, context));

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>(ReadAgain()[0].Id);

    public ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var keys = ReadAgain();
        if (keys[0].IsWrapperOf(wrapped.Span))
            return ValueTask.FromResult<byte[]?>(null);

        var key = Unwrap(keys, wrapped.Span, context);
        try
        {
            return ValueTask.FromResult<byte[]?>(keys[0].Wrap(key, context));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private KeyEncryptionKey[] ReadAgain() => _keys = Read(_path);

    private byte[] Unwrap(KeyEncryptionKey[] keys, ReadOnlySpan<byte> wrapped, string context) =>
        TryUnwrap(keys, wrapped, context)
        ?? throw new CustodyException($"No key-encryption key in {_path} is the one that wrapped this key, or the wrapped key was changed.");

    private static byte[]? TryUnwrap(KeyEncryptionKey[] keys, ReadOnlySpan<byte> wrapped, string context)
    {
        foreach (var key in keys)
        {
            if (key.TryUnwrap(wrapped, context) is { } unwrapped)
                return unwrapped;
        }

        return null;
    }

    private static KeyEncryptionKey[] Read(string path)
    {
        var content = OwnerOnlyFile.Read(path, MostBytes);
        try
        {
            var lines = Encoding.ASCII.GetString(content).Trim().Split('\n');
            return [.. lines.Select((line, index) => ReadLine(path, line.Trim(), index + 1))];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static KeyEncryptionKey ReadLine(string path, string line, int number)
    {
        var key = new byte[KeyEncryptionKey.Size];
        return Convert.TryFromBase64String(line, key, out var length) && length == key.Length
            ? new KeyEncryptionKey(key)
            : throw new CustodyException($"Line {number} of {path} is not a key-encryption key of {KeyEncryptionKey.Size} bytes in base64.");
    }
}
