using System.Security.Cryptography;
using Argus.Cli;
using Argus.Contract;
using Argus.Log.Checkpoints;
using Argus.Log.Proofs;
using Argus.Specs.Log.Exports;

namespace Argus.Specs.CommandLine;

/// <summary>What scripts may rely on: the exit codes, and the files.</summary>
public sealed class An_audit_at_the_command_line : IDisposable
{
    private readonly Exported _exported = Exported.Of(600);

    private string Proof => _exported.File("proof.json");

    public void Dispose() => _exported.Dispose();

    [Fact]
    public async Task verifies()
    {
        Assert.Equal(ExitCode.Done, await RunAsync("verify", _exported.Path));
        Assert.Equal(ExitCode.Done, await RunAsync("verify", _exported.Path, "--json"));
        Assert.Equal(ExitCode.Done, await RunAsync("verify", _exported.Path, "--key", _exported.Keys.Current.Rsa.ToString(), "--since", _exported.File("checkpoint")));
        _exported.Change("tile/entries/001", bytes =>
        {
            bytes[100] ^= 1;
            return bytes;
        });
        Assert.Equal(ExitCode.Refused, await RunAsync("verify", _exported.Path));
        Assert.Equal(ExitCode.Refused, await RunAsync("verify", _exported.Path, "--json"));
    }

    [Fact]
    public async Task says_what_it_could_not_read_or_make_out()
    {
        Assert.Equal(ExitCode.Unreachable, await RunAsync("verify", _exported.File("nowhere")));
        Assert.Equal(ExitCode.Unreachable, await RunAsync("verify", _exported.Path, "--since", _exported.File("nowhere")));
        Assert.Equal(ExitCode.Unreachable, await RunAsync("verify", _exported.Path, "--since", _exported.File("manifest.json")));
        Assert.Equal(ExitCode.WrongUsage, await RunAsync("verify", _exported.Path, "--key", "nothing"));
        var witness = new WitnessSigner("witness.example", RandomNumberGenerator.GetBytes(32)).Key.ToString();
        Assert.Equal(ExitCode.WrongUsage, await RunAsync("verify", _exported.Path, "--key", witness));
        Assert.Equal(ExitCode.Refused, await RunAsync("verify", _exported.Path, "--witness", witness));
        Assert.Equal(ExitCode.WrongUsage, await RunAsync("verify"));
        Assert.Equal(ExitCode.WrongUsage, await RunAsync("prove", _exported.Path));
        Assert.Equal(ExitCode.WrongUsage, await RunAsync("prove", _exported.Path, "--position", "1", "--jti", "a"));
        Assert.Equal(ExitCode.WrongUsage, await RunAsync("check", Proof));
    }

    [Fact]
    public async Task proves_that_a_token_was_issued()
    {
        var (good, bad) = (_exported.File("token"), _exported.File("other-token"));
        await File.WriteAllTextAsync(good, TestTokens.Token(300) + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(bad, TestTokens.Token(301), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, await RunAsync("prove", _exported.Path, "--jti", TestTokens.Jti(300), "--out", Proof));
        Assert.True(InclusionProof.TryParse(await File.ReadAllBytesAsync(Proof, TestContext.Current.CancellationToken), out var proof, out _));
        Assert.Equal((300L, TestTokens.Jti(300)), (proof.Position, proof.Jti));
        var keys = _exported.File("keys.json");
        Assert.Equal(ExitCode.Done, await RunAsync("check", Proof, "--keys", keys));
        Assert.Equal(ExitCode.Done, await RunAsync("check", Proof, "--keys", keys, "--token", good, "--json"));
        Assert.Equal(ExitCode.Done, await RunAsync("check", Proof, "--key", _exported.Keys.Current.Rsa.ToString(), "--token", good));
        Assert.Equal(ExitCode.Refused, await RunAsync("check", Proof, "--keys", keys, "--token", bad));
        Assert.Equal(ExitCode.Unreachable, await RunAsync("check", Proof, "--keys", Proof));
        await File.WriteAllBytesAsync(Proof, (proof with { Jti = TestTokens.Jti(301) }).ToJson(), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Refused, await RunAsync("check", Proof, "--keys", keys));
        await File.WriteAllTextAsync(Proof, "{}", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Refused, await RunAsync("check", Proof, "--keys", keys));
    }

    [Fact]
    public async Task proves_what_stands_at_a_position_and_nothing_that_is_not_there()
    {
        Assert.Equal(ExitCode.Done, await RunAsync("prove", _exported.Path, "--position", "1", "--out", Proof));
        Assert.Equal(ExitCode.Done, await RunAsync("check", Proof, "--keys", _exported.File("keys.json")));
        Assert.Equal(ExitCode.Refused, await RunAsync("prove", _exported.Path, "--position", "600"));
        Assert.Equal(ExitCode.Refused, await RunAsync("prove", _exported.Path, "--position", "-1"));
        Assert.Equal(ExitCode.Refused, await RunAsync("prove", _exported.Path, "--jti", "nobody"));
        Assert.Equal(ExitCode.Refused, await RunAsync("prove", _exported.Path, "--jti", "nobody.1"));
    }

    private static Task<int> RunAsync(params string[] arguments) => ArgusCommandLine.RunAsync(["audit", .. arguments]);
}
