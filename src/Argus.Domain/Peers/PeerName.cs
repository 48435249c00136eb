using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Peers;

/// <summary>What a tenant calls a peer: <c>[a-z0-9-]{1,63}</c>.</summary>
[JsonConverter(typeof(TextIdConverter<PeerName>))]
public readonly record struct PeerName : ITextId<PeerName>
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private PeerName(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out PeerName id) => TextId.Check(text, 63, Allowed, value => new PeerName(value), out id);

    public override string ToString() => Value;
}
