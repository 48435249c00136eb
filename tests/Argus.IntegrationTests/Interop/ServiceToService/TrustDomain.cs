using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>A SPIFFE trust domain as OpenSSL makes it: an authority, documents of workloads, and the bundle that is published.</summary>
internal sealed class TrustDomain(string name) : IDisposable
{
    private readonly string _directory = ScratchDirectory.Create("argus-spiffe-");

    public string Name => name;

    /// <summary>Makes the authority and the keys of JWT-SVIDs: <c>rsa</c> and <c>ec</c>.</summary>
    /// <returns>False where there is no openssl.</returns>
    public async Task<bool> MakeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "ca.cnf"), $"""
            [req]
            distinguished_name = subject
            prompt = no
            x509_extensions = ca
            [subject]
            O = SPIFFE
            [ca]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign
            subjectKeyIdentifier = hash
            subjectAltName = URI:spiffe://{name}
            """);
        return await OpenSslAsync("req -x509 -config ca.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout ca.key -out ca.pem")
            && await OpenSslAsync("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key")
            && await OpenSslAsync("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key");
    }

    /// <summary>An X.509-SVID.</summary>
    /// <param name="names">What goes into <c>subjectAltName</c>, as OpenSSL has it.</param>
    /// <param name="key">What <c>-newkey</c> says.</param>
    /// <param name="constraints">What <c>basicConstraints</c> says.</param>
    /// <param name="days">How long it is good; before 0: it was.</param>
    public async Task<X509Certificate2> SvidAsync(string names, string key = "ec -pkeyopt ec_paramgen_curve:P-256", string constraints = "CA:FALSE", int days = 1)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "svid.cnf"), $"""
            [req]
            distinguished_name = subject
            prompt = no
            [subject]
            O = SPIRE
            [svid]
            basicConstraints = critical,{constraints}
            keyUsage = critical,digitalSignature
            extendedKeyUsage = serverAuth,clientAuth
            subjectAltName = {names}
            """);
        await OpenSslAsync($"req -new -config svid.cnf -newkey {key} -nodes -keyout svid.key -out svid.csr");
        await OpenSslAsync($"x509 -req -in svid.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days {days} -extfile svid.cnf -extensions svid -out svid.pem");
        return X509Certificate2.CreateFromPemFile(Path.Combine(_directory, "svid.pem"), Path.Combine(_directory, "svid.key"));
    }

    /// <summary>A JWT-SVID that OpenSSL signed with the RSA key, or the platform with OpenSSL's EC key.</summary>
    public async Task<string> JwtAsync(string key, object claims)
    {
        var header = key == "rsa" ? """{"alg":"RS256","kid":"rsa","typ":"JWT"}""" : """{"alg":"ES256","kid":"ec"}""";
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        if (key == "ec")
        {
            using var ec = ECDsa.Create();
            ec.ImportFromPem(await ReadAsync("ec.key"));
            return $"{input}.{Base64Url.EncodeToString(ec.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
        }

        await File.WriteAllTextAsync(Path.Combine(_directory, "input"), input);
        await OpenSslAsync("dgst -sha256 -sign rsa.key -out signature input");
        return $"{input}.{Base64Url.EncodeToString(await File.ReadAllBytesAsync(Path.Combine(_directory, "signature")))}";
    }

    /// <summary>As the trust domain publishes it.</summary>
    public async Task<string> BundleAsync()
    {
        using var authority = X509Certificate2.CreateFromPem(await ReadAsync("ca.pem"));
        using var authoritys = authority.GetECDsaPublicKey()!;
        using var rsa = RSA.Create();
        rsa.ImportFromPem(await ReadAsync("rsa.key"));
        using var ec = ECDsa.Create();
        ec.ImportFromPem(await ReadAsync("ec.key"));
        var modulus = Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus);
        return $$"""
            { "spiffe_sequence": 1, "spiffe_refresh_hint": 300, "keys": [
              { "use": "x509-svid", {{Point(authoritys)}}, "x5c": ["{{Convert.ToBase64String(authority.RawData)}}"] },
              { "use": "jwt-svid", "kid": "rsa", "kty": "RSA", "n": "{{modulus}}", "e": "AQAB" },
              { "use": "jwt-svid", "kid": "ec", {{Point(ec)}} } ] }
            """;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Point(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return $$""" "kty": "EC", "crv": "P-256", "x": "{{Base64Url.EncodeToString(point.X)}}", "y": "{{Base64Url.EncodeToString(point.Y)}}" """;
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_directory, file));

    private async Task<bool> OpenSslAsync(string command)
    {
        var start = new ProcessStartInfo("openssl", command) { WorkingDirectory = _directory, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            return false;
        }

        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return process.ExitCode == 0 ? true : throw new InvalidOperationException($"openssl {command}: {await output}{await errors}");
        }
    }
}
