using Argus.Domain.Kernel;

namespace Argus.Domain.ClientSecretUses;

// Members stand in the order of their names, as canonical JSON has them.

public interface IClientSecretUsesEvent : IDomainEvent;

/// <summary>A client authenticated with one of its secrets; the first time on a day.</summary>
/// <param name="Day">The day's beginning in UTC, NumericDate seconds.</param>
/// <param name="SecretId">Which.</param>
public sealed record ClientSecretUsed(long Day, string SecretId) : IClientSecretUsesEvent;
