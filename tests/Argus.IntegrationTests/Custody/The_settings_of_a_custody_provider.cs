using Argus.Authority.Keys;
using Argus.Custody.Aws;
using Argus.Custody.Azure;
using Argus.Custody.Vault;

namespace Argus.IntegrationTests.Custody;

public class The_settings_of_a_custody_provider
{
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["KeyCustody:Vault:Address"] = "https://vault.example:8200",
        ["KeyCustody:Vault:Key"] = "argus",
        ["KeyCustody:Vault:TokenFile"] = "/run/argus/token",
        ["KeyCustody:AwsKms:KeyId"] = "alias/argus",
        ["KeyCustody:AwsKms:Region"] = "eu-central-1",
        ["KeyCustody:AzureKeyVault:VaultUri"] = "https://name.vault.azure.net/",
        ["KeyCustody:AzureKeyVault:Key"] = "argus-kek",
    };

    [Fact]
    public void are_read_with_what_is_usual_where_they_say_nothing()
    {
        Assert.Equal(new VaultOptions(new Uri("https://vault.example:8200"), "transit", "argus", "/run/argus/token", null), VaultOptions.Read(Setting));
        Assert.Equal(new AwsKmsOptions("alias/argus", "eu-central-1", null), AwsKmsOptions.Read(Setting));
        Assert.Equal(new AzureKeyVaultOptions(new Uri("https://name.vault.azure.net"), "argus-kek"), AzureKeyVaultOptions.Read(Setting));
    }

    [Theory]
    [InlineData("Vault:Address", null)]
    [InlineData("Vault:Address", "vault.example")]
    [InlineData("Vault:Address", "http://vault.example:8200")]
    [InlineData("Vault:Address", "https://vault.example/v1")]
    [InlineData("Vault:Address", "https://user@vault.example")]
    [InlineData("Vault:Mount", "transit/../sys")]
    [InlineData("Vault:Mount", "/transit")]
    [InlineData("Vault:Key", "")]
    [InlineData("Vault:Key", "argus?x")]
    [InlineData("Vault:Key", "a/b")]
    [InlineData("Vault:Key", "a b")]
    [InlineData("Vault:Key", "..")]
    [InlineData("Vault:TokenFile", null)]
    [InlineData("Vault:Namespace", "team argus")]
    [InlineData("AwsKms:KeyId", null)]
    [InlineData("AwsKms:KeyId", "alias argus")]
    [InlineData("AwsKms:Region", null)]
    [InlineData("AwsKms:Region", "eu/central")]
    [InlineData("AwsKms:ServiceUrl", "http://kms.example")]
    [InlineData("AzureKeyVault:VaultUri", "name")]
    [InlineData("AzureKeyVault:VaultUri", "https://name.vault.azure.net/keys")]
    [InlineData("AzureKeyVault:Key", "argus_kek")]
    public void that_are_missing_or_impossible_are_named(string key, string? value)
    {
        _settings[$"KeyCustody:{key}"] = value;

        var fault = Assert.Throws<CustodyException>(() =>
        {
            VaultOptions.Read(Setting);
            AwsKmsOptions.Read(Setting);
            AzureKeyVaultOptions.Read(Setting);
        });

        Assert.StartsWith($"Argus:KeyCustody:{key} ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void may_be_those_of_a_provider_on_this_machine()
    {
        _settings["KeyCustody:Vault:Address"] = "http://127.0.0.1:8200";
        _settings["KeyCustody:Vault:Mount"] = "kms/transit";
        _settings["KeyCustody:AwsKms:KeyId"] = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        _settings["KeyCustody:AwsKms:ServiceUrl"] = "http://localhost:4566";

        Assert.Equal("kms/transit", VaultOptions.Read(Setting).Mount);
        Assert.Equal(new Uri("http://localhost:4566"), AwsKmsOptions.Read(Setting).ServiceUrl);
    }

    [Fact]
    public void have_keys_that_are_all_listed()
    {
        var asked = new List<string>();
        string? Asked(string key)
        {
            asked.Add(key);
            return Setting(key);
        }

        VaultOptions.Read(Asked);
        AwsKmsOptions.Read(Asked);
        AzureKeyVaultOptions.Read(Asked);

        Assert.Equivalent(asked, (string[])[.. VaultOptions.Keys, .. AwsKmsOptions.Keys, .. AzureKeyVaultOptions.Keys], strict: true);
    }

    private string? Setting(string key) => _settings.GetValueOrDefault(key);
}
