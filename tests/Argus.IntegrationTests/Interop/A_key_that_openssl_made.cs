using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Argus.Jose;
using Argus.Jose.PrivateKeys;

namespace Argus.IntegrationTests.Interop;

/// <summary>What an operator has at hand. Where there is no <c>openssl</c> these are skipped, but not by a build server.</summary>
public class A_key_that_openssl_made
{
    [Theory]
    [InlineData("genrsa -traditional 2048")]
    [InlineData("genrsa 3072")]
    [InlineData("genrsa 2050")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096")]
    public async Task is_taken_and_signs(string command)
    {
        var pem = await OpenSslAsync(command);
        using var original = RSA.Create();
        original.ImportFromPem(pem);

        Assert.True(ImportedKey.TryReadPem(pem, out var key, out var fault), fault.ToString());

        using var signing = new SigningKey(key);
        Assert.Equal(RsaPublicJwk.FromRsa(original).Thumbprint, signing.Kid);
        Assert.Equal(PublicKey(original), PublicKey(key));
    }

    [Theory]
    [InlineData("genrsa -traditional -aes256 -passout pass:secret 2048", PrivateKeyFault.Encrypted)]
    [InlineData("genrsa -aes256 -passout pass:secret 2048", PrivateKeyFault.Encrypted)]
    [InlineData("genpkey -algorithm RSA -aes256 -pass pass:secret", PrivateKeyFault.Encrypted)]
    [InlineData("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", PrivateKeyFault.NotRsa)]
    [InlineData("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256", PrivateKeyFault.NotRsa)]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", PrivateKeyFault.NotRsa)]
    [InlineData("genpkey -algorithm ED25519", PrivateKeyFault.NotRsa)]
    [InlineData("ecparam -name prime256v1 -genkey -noout", PrivateKeyFault.NotRsa)]
    [InlineData("ecparam -name prime256v1 -genkey", PrivateKeyFault.NotOneKey)]
    [InlineData("req -x509 -newkey rsa:2048 -nodes -subj /CN=argus -keyout -", PrivateKeyFault.NotOneKey)]
    [InlineData("req -x509 -newkey rsa:2048 -nodes -subj /CN=argus -keyout /dev/null", PrivateKeyFault.NotPrivate)]
    [InlineData("genrsa -traditional -primes 3 2048", PrivateKeyFault.MultiPrime)]
    [InlineData("genrsa -primes 3 2048", PrivateKeyFault.MultiPrime)]
    [InlineData("genrsa -3 2048", PrivateKeyFault.BadExponent)]
    [InlineData("genrsa 1024", PrivateKeyFault.KeyTooSmall)]
    [InlineData("genrsa 2047", PrivateKeyFault.KeyTooSmall)]
    [InlineData("genrsa 4098", PrivateKeyFault.KeyTooLarge)]
    public async Task is_refused_by_the_name_of_what_it_is(string command, PrivateKeyFault expected)
    {
        var pem = await OpenSslAsync(command);

        Assert.False(ImportedKey.TryReadPem(pem, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    private static string PublicKey(RSA key) => key.ExportSubjectPublicKeyInfoPem();

    private static async Task<string> OpenSslAsync(string command)
    {
        using var process = Start(command);
        Assert.SkipWhen(process is null, "There is no openssl on this machine.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"openssl {command}: {await errors}");
    }

    private static Process? Start(string command)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("openssl", command) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            return null;
        }
    }
}
