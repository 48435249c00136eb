using System.Text;

namespace Argus.Cli.Input;

/// <summary>What a command is given to read: a file, or standard input by the name <c>-</c>.</summary>
internal static class InputFile
{
    private const string StandardInput = "-";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">Relative to where the command was given.</param>
    /// <param name="longest">Bytes; what is longer is not what it should be.</param>
    /// <exception cref="CommandFailure">It cannot be read, is too long or no UTF-8.</exception>
    public static string ReadText(string path, int longest)
    {
        var name = path == StandardInput ? "Standard input" : path;
        try
        {
            using var stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
            var bytes = ReadAtMost(stream, longest) ?? throw CommandFailure.Unreachable($"{name} is longer than {longest} bytes.");
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CommandFailure.Unreachable($"{name} cannot be read: {(e is ArgumentException ? "it is not a text file" : e.Message)}", e);
        }
    }

    private static byte[]? ReadAtMost(Stream stream, int longest)
    {
        var buffer = new byte[longest + 1];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return read > longest ? null : buffer[..read];
    }
}
