using Argus.Authority.Keys;

namespace Argus.Custody.Aws;

/// <summary>Which KMS key wraps, and where. Credentials come from the AWS SDK's default chain.</summary>
/// <param name="KeyId">Id, ARN or alias of a symmetric encryption key; it stays the same for as long as there are keys that it wraps.</param>
/// <param name="Region">As in <c>eu-central-1</c>.</param>
/// <param name="ServiceUrl">Another endpoint than the region's, or null: https, or http on loopback.</param>
public sealed record AwsKmsOptions(string KeyId, string Region, Uri? ServiceUrl)
{
    private const string Prefix = "KeyCustody:AwsKms:";

    /// <summary>The keys below <c>Argus:</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [$"{Prefix}KeyId", $"{Prefix}Region", $"{Prefix}ServiceUrl"];

    /// <param name="read">Gives the text of a key below <c>Argus:</c>, or null.</param>
    /// <exception cref="CustodyException">A key is missing or impossible; the message names it.</exception>
    public static AwsKmsOptions Read(Func<string, string?> read)
    {
        var settings = new Settings(read);
        return new AwsKmsOptions(settings.Name($"{Prefix}KeyId", ":/"), settings.Name($"{Prefix}Region"), settings.OptionalAddress($"{Prefix}ServiceUrl"));
    }
}
