using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Domain.Projections;

/// <summary>
/// The digest of a tenant's labels, as they are read in the order of the log: by position, and where one entry has several, by key. Nothing is kept but the hash.
/// </summary>
public sealed class LabelsDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="key">See <see cref="LabelKey"/>.</param>
    /// <param name="position">Where the append that labelled the stream has its first entry in it.</param>
    /// <param name="stream">The stream's name: visible ASCII without anything to escape.</param>
    public void Add(Guid key, long position, string stream) =>
        _hash.AppendData(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{{\"label\":\"{key:N}\",\"position\":{position},\"stream\":\"{stream}\"}}\n")));

    /// <summary>The labels of one entry, in whatever order.</summary>
    internal void Add(IReadOnlyList<string> labels, long position, string stream)
    {
        foreach (var key in labels.Select(label => LabelKey.Of(label).ToString("N")).Order(StringComparer.Ordinal))
            Add(Guid.ParseExact(key, "N"), position, stream);
    }

    /// <summary>The digest so far.</summary>
    public string Current() => Base64Url.EncodeToString(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
