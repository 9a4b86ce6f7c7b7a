using System.Text;
using CsCheck;

namespace Tandem.Fuzz;

/// <summary>Foreign bytes that are nearly right: sound examples, changed in a few places.</summary>
internal static class Mutations
{
    // What parsers stumble over: nesting, numbers beyond every type, broken and unusual text, tokens that end things.
    private static readonly byte[][] Spikes =
    [
        .. new[]
        {
            new string('[', 300), new string('{', 10), "{\"a\":", "]}", "1e999", "-0", "1e-400", "99999999999999999999999999999999", "0.1000000000000000000000000000001", "\"\\ud800\"", "\"\\u0000\"",
            "\u0000", "\u202e", "\u00e9", "e\u0301", "😀", "null", "true", "\"\"", ",", ":", "=", ",v1=", "t=", "..", "drafts.", "versions.r1.", "\r\n", "%00", "//", "#", "\\", "\"id\":\"x\",\"id\":\"y\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80],
    ];

    private static readonly Gen<Func<byte[], byte[]>> One = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Byte, (kind, at, length, value) => (Func<byte[], byte[]>)(bytes =>
        Change(bytes, kind, bytes.Length == 0 ? 0 : at % bytes.Length, length, value)));

    /// <summary>Bytes that were made of one of the examples by up to eight changes.</summary>
    public static Gen<byte[]> Of(params byte[][] examples) => Gen.Select(
        Gen.Int[0, examples.Length - 1].Select(index => examples[index]), One.Array[0, 8], (example, changes) => changes.Aggregate(example, (bytes, change) => change(bytes)));

    /// <summary>The same for text, where an é on its way (two bytes) becomes what no bytes can: half of a pair of surrogates.</summary>
    public static Gen<string> Of(params string[] examples) =>
        Of([.. examples.Select(Encoding.UTF8.GetBytes)]).Select(bytes => Encoding.Latin1.GetString(bytes).Replace("\u00c3\u00a9", "\ud800", StringComparison.Ordinal));

    private static byte[] Change(byte[] bytes, int kind, int at, int length, byte value) => kind switch
    {
        0 when bytes.Length > 0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (value & 7))), .. bytes[(at + 1)..]],
        1 when bytes.Length > 0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
        2 => bytes[..at],
        3 when bytes.Length > 0 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + (length % 40))..]],
        4 => [.. bytes[..at], .. Spikes[length % Spikes.Length], .. bytes[at..]],
        5 when bytes.Length > 0 => [.. bytes[..at], .. Repeated(bytes[at..Math.Min(bytes.Length, at + 1 + (value % 30))], 1 + (length % 50)), .. bytes[at..]],
        6 => Digits(bytes, at, length),
        7 when bytes.Length > 0 => [.. bytes[at..], .. bytes[..at]],
        _ => [.. bytes, value],
    };

    private static IEnumerable<byte> Repeated(byte[] part, int times) => Enumerable.Repeat(part, times).SelectMany(bytes => bytes);

    private static byte[] Digits(byte[] bytes, int at, int length) =>
        [.. bytes[..at], .. Encoding.ASCII.GetBytes(new string((char)('0' + (length % 10)), 1 + (length % 60))), .. bytes[at..]];
}
