using Argus.Domain.Keys;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>The receipt for the destruction of a private half: only of a key that never signs again.</summary>
public class A_key_ring_destroying
{
    [Fact]
    public void puts_the_receipt_on_record_once()
    {
        Ring(Rotated).ConfirmDestroyed(A, 11_005).Gives(new PrivateKeyDestroyed(11_005, A));
        Ring(Rotated).Then(Ring(Rotated).ConfirmDestroyed(A, 11_005)).ConfirmDestroyed(A, 11_006).Gives();
    }

    [Fact]
    public void takes_a_late_receipt()
    {
        Ring([.. Rotated, new KeyRetired(13_000, A)]).ConfirmDestroyed(A, 14_000).Gives(new PrivateKeyDestroyed(14_000, A));
        Ring([.. Announced, new KeyRevoked(1_200, null, B, "stolen")]).ConfirmDestroyed(B, 1_300).Gives(new PrivateKeyDestroyed(1_300, B));
        Ring([.. Announced, new KeyRevoked(1_200, null, A, "stolen"), new KeyActivated(1_200, B)]).ConfirmDestroyed(A, 1_300).Gives(new PrivateKeyDestroyed(1_300, A));
    }

    [Fact]
    public void gives_no_receipt_for_a_key_that_is_still_to_sign()
    {
        Ring(Generated(A, 1_000)).ConfirmDestroyed(A, 1_200).IsRefused("key_in_use");
        Ring(Announced).ConfirmDestroyed(A, 1_200).IsRefused("key_in_use");
        Ring(Announced).ConfirmDestroyed(B, 1_200).IsRefused("key_in_use");
    }

    [Fact]
    public void knows_only_keys_of_the_ring() => Ring(Rotated).ConfirmDestroyed(C, 11_005).IsRefused("key_unknown");

    [Fact]
    public void does_not_let_its_time_run_back() => Ring(Rotated).ConfirmDestroyed(A, 10).Gives(new PrivateKeyDestroyed(11_000, A));
}
