namespace Argus.Domain.Kernel;

/// <summary>Who caused an event, and from where.</summary>
/// <param name="Actor">Who acts, with its kind in front: <c>client:billing</c>, <c>node:provisioning</c>.</param>
/// <param name="CorrelationId">Ties together what one request caused, and the log lines about it.</param>
/// <param name="Source">The address the request came from, if one did.</param>
/// <param name="UserAgent">What it called itself, cut to 256 characters.</param>
public sealed record Origin(string Actor, string CorrelationId, string? Source = null, string? UserAgent = null);
