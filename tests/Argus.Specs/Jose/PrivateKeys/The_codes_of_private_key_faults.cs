using System.Text.RegularExpressions;
using Argus.Jose.PrivateKeys;

namespace Argus.Specs.Jose.PrivateKeys;

public class The_codes_of_private_key_faults
{
    [Fact]
    public void are_there_for_every_fault_and_tell_them_apart()
    {
        var codes = Enum.GetValues<PrivateKeyFault>().Where(fault => fault != PrivateKeyFault.None).Select(fault => fault.Code()).ToArray();

        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches(new Regex("^[a-z][a-z0-9_]{0,31}$"), code));
    }

    [Fact]
    public void are_not_there_for_what_was_not_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PrivateKeyFault.None.Code());
}
