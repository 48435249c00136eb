namespace Argus.Benchmarks.Machine;

/// <summary>The run cannot give figures: something did not start, or an answer was wrong. The message is all that its reader needs.</summary>
internal sealed class FailedRunException(string message, Exception? cause = null) : Exception(message, cause);
