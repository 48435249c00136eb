using System.Text;
using Argus.Log.Exports;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Specs.Log.Exports;

/// <summary>Whichever byte is changed, and however: it is found, unless the format says that nothing vouches for it.</summary>
public class One_byte_of_an_export
{
    [Fact]
    public void is_never_changed_unseen()
    {
        using var exported = Exported.Of(520, 50, 256, 300);
        exported.Write(exported.Entries.Take(300));
        exported.Write(exported.Entries);
        var files = exported.Files.Select(file => (Name: file, Bytes: File.ReadAllBytes(exported.File(file)))).ToList();
        var changes = from file in Gen.Elements(files.AsEnumerable())
                      from at in Gen.Choose(0, file.Bytes.Length - 1)
                      from bits in Gen.Choose(1, 255)
                      where !IsNobodys(file.Name, file.Bytes, at)
                      select (file.Name, file.Bytes, at, bits);
        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var (name, bytes, at, bits) = change;
            var changed = (byte[])bytes.Clone();
            changed[at] ^= (byte)bits;
            File.WriteAllBytes(exported.File(name), changed);
            var divergence = exported.VerifyAsync().GetAwaiter().GetResult().Divergence;
            File.WriteAllBytes(exported.File(name), bytes);
            return (divergence is not null).Label($"{name} at {at}: {bits:x2}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    /// <summary>"What nothing vouches for" in the page of the format: and a line of a key that does not count, which another name makes of one that does.</summary>
    private static bool IsNobodys(string file, byte[] bytes, int at)
    {
        var text = Encoding.Latin1.GetString(bytes);
        if (file == "manifest.json")
            return Within("\"issuer\":\"", "\"") || Within("\"exported_at\":\"", "\"") || Within("\"head\":{\"size\":", ",");
        if (file != "checkpoint" && !file.StartsWith("checkpoints/", StringComparison.Ordinal))
            return false;
        // The Ed25519 line stands last: its dash, name and key id.
        var line = text.LastIndexOf("\n\u00e2", StringComparison.Ordinal) + 1;
        return at >= line && at < text.LastIndexOf(' ') + 8;

        bool Within(string start, string end)
        {
            var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
            return at >= from && at < text.IndexOf(end, from, StringComparison.Ordinal);
        }
    }
}
