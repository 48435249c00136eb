namespace Argus.TwoNations;

/// <summary>Something is not as the story has it: the demonstration ends.</summary>
internal sealed class Surprise(string what, Exception? cause = null) : Exception(what, cause);
