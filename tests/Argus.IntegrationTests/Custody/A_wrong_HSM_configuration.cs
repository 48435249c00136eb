using Argus.Authority.Keys;
using Argus.Custody.Pkcs11;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class A_wrong_HSM_configuration(SoftHsm hsm)
{
    private const string WrongPin = "0815-4711";

    [Fact]
    public async Task is_named_when_the_token_refuses_the_PIN_and_that_PIN_is_not_tried_again()
    {
        SoftHsm.SkipWhereMissing(SoftHsm.Library, "SoftHSM2");
        var file = hsm.NewPinFile("wrong-pin", WrongPin);
        using var custody = Pkcs11Custody.Open(hsm.Options with { PinFile = file }, TimeProvider.System);

        Assert.Contains("PinIncorrect", await FaultAsync(custody, "Argus:KeyCustody:Pkcs11:PinFile"), StringComparison.Ordinal);
        Assert.Contains("not tried again", await FaultAsync(custody, "Argus:KeyCustody:Pkcs11:PinFile"), StringComparison.Ordinal);

        File.WriteAllText(file, hsm.Pin);
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));
        await custody.CheckAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/nowhere/libpkcs11.so")]
    [InlineData("libsofthsm2.so")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    public void is_named_when_there_is_no_such_module(string module) => Names("Argus:KeyCustody:Pkcs11:Module", hsm.Options with { Module = module });

    [Fact]
    public void is_named_when_the_library_is_none_of_PKCS_11()
    {
        var other = SoftHsm.Installed("libcrypto.so.3");
        Assert.SkipWhen(other is null, "There is no other library at the place expected.");
        Names("Argus:KeyCustody:Pkcs11:Module", hsm.Options with { Module = other });
    }

    [Fact]
    public async Task is_named_when_there_is_no_such_token()
    {
        SoftHsm.SkipWhereMissing(SoftHsm.Library, "SoftHSM2");
        using var custody = Pkcs11Custody.Open(hsm.Options with { TokenLabel = "another" }, TimeProvider.System);
        await FaultAsync(custody, "Argus:KeyCustody:Pkcs11:Token");
        Names("Argus:KeyCustody:Pkcs11:Token", hsm.Options with { TokenLabel = "" });
    }

    [Fact]
    public void is_named_when_the_PIN_is_there_for_all_or_for_nobody()
    {
        SoftHsm.SkipWhereMissing(SoftHsm.Library, "SoftHSM2");
        foreach (var file in (string[])[hsm.NewPinFile("open-pin", WrongPin, UnixFileMode.UserRead | UnixFileMode.OtherRead), hsm.NewPinFile("empty-pin", "\n"), "/nowhere/pin", ""])
            Names("Argus:KeyCustody:Pkcs11:PinFile", hsm.Options with { PinFile = file });
    }

    private void Names(string key, Pkcs11Options options)
    {
        SoftHsm.SkipWhereMissing(SoftHsm.Library, "SoftHSM2");
        var fault = Assert.Throws<CustodyException>(() => Pkcs11Custody.Open(options, TimeProvider.System)).ToString();
        Assert.Contains(key, fault, StringComparison.Ordinal);
        HoldsNoPin(fault);
    }

    private async Task<string> FaultAsync(Pkcs11Custody custody, string key)
    {
        var fault = (await Assert.ThrowsAsync<CustodyException>(async () => await custody.CreateAsync(SoftHsm.Acme, 2048, TestContext.Current.CancellationToken))).ToString();
        Assert.Contains(key, fault, StringComparison.Ordinal);
        HoldsNoPin(fault);
        return fault;
    }

    private void HoldsNoPin(string fault)
    {
        Assert.DoesNotContain(WrongPin, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(hsm.Pin, fault, StringComparison.Ordinal);
    }
}
