using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.IdentityProviders;

/// <summary>What a tenant calls an outside OpenID Provider: <c>[a-z0-9-]{1,63}</c>.</summary>
[JsonConverter(typeof(TextIdConverter<ProviderName>))]
public readonly record struct ProviderName : ITextId<ProviderName>
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private ProviderName(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out ProviderName id) => TextId.Check(text, 63, Allowed, value => new ProviderName(value), out id);

    public override string ToString() => Value;
}
