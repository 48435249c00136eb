using Argus.Domain.Kernel;

namespace Argus.Domain.Devices;

/// <summary>A user code was given to a device (RFC 8628 §3.2), for good: it is the first and only event of the code's stream.</summary>
/// <param name="Family">What the device waits for.</param>
public sealed record DeviceCodeAssigned(FamilyId Family) : IDomainEvent;
