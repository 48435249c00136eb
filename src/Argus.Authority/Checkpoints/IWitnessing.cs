using Argus.Domain.Kernel;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>Whoever shows new checkpoints to witnesses.</summary>
public interface IWitnessing
{
    /// <summary>Notes a checkpoint that is to be shown. Returns at once; nothing waits for a witness.</summary>
    void Show(TenantId tenant, KnownCheckpoint checkpoint);
}

/// <summary>Speaks C2SP tlog-witness with a witness. A port: requests that go out are the host's to guard.</summary>
public interface IWitnessChannel
{
    /// <summary>Posts to <c>{witness}/add-checkpoint</c>.</summary>
    /// <exception cref="Outbound.OutboundException">There is no answer.</exception>
    Task<WitnessAnswer> AddCheckpointAsync(Uri witness, ReadOnlyMemory<byte> body, CancellationToken cancellation);
}

/// <summary>What a witness answered, whatever it was.</summary>
public sealed record WitnessAnswer(int Status, ReadOnlyMemory<byte> Body);

/// <summary>An outside witness, by configuration.</summary>
/// <param name="Url">Its submission prefix.</param>
/// <param name="Key">Whose cosignatures are kept.</param>
public sealed record Witness(Uri Url, WitnessKey Key);
