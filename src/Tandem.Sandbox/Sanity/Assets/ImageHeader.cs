using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>What the first bytes of an image tell.</summary>
/// <param name="Extension">How Sanity names the format.</param>
/// <param name="MimeType">Its media type.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="HasAlpha">Whether pixels may be transparent.</param>
internal sealed partial record ImageHeader(string Extension, string MimeType, int Width, int Height, bool HasAlpha)
{
    /// <summary>Reads the header of a PNG, JPEG, GIF, WebP or SVG; null for anything else.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 25 && bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]))
        {
            return new ImageHeader("png", "image/png", BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]), (bytes[25] & 4) != 0);
        }

        if (bytes.Length > 9 && bytes.StartsWith("GIF8"u8))
        {
            return new ImageHeader("gif", "image/gif", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), HasAlpha: true);
        }

        if (bytes.Length > 29 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
        {
            return WebP(bytes);
        }

        return bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 ? Jpeg(bytes) : Svg(bytes);
    }

    private static ImageHeader? WebP(ReadOnlySpan<byte> bytes)
    {
        if (bytes[12..].StartsWith("VP8X"u8))
        {
            return Web(1 + Int24(bytes[24..]), 1 + Int24(bytes[27..]), (bytes[20] & 0x10) != 0);
        }

        if (bytes[12..].StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            return Web(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF), ((bits >> 28) & 1) != 0);
        }

        return bytes[12..].StartsWith("VP8 "u8)
            ? Web(BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF, hasAlpha: false)
            : null;
    }

    private static ImageHeader Web(int width, int height, bool hasAlpha) => new("webp", "image/webp", width, height, hasAlpha);

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    /// <summary>Walks the segments of a JPEG to the one that tells the size.</summary>
    private static ImageHeader? Jpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            var isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (isFrame)
            {
                return new ImageHeader(
                    "jpg",
                    "image/jpeg",
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]),
                    HasAlpha: false);
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return null;
    }

    private static ImageHeader? Svg(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4_096)]);
        var tag = SvgTag().Match(text);
        return tag.Success ? new ImageHeader("svg", "image/svg+xml", Length(tag.Value, "width"), Length(tag.Value, "height"), HasAlpha: true) : null;
    }

    private static int Length(string tag, string name)
    {
        var match = Regex.Match(tag, $"\\s{name}=[\"'](?<size>\\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success ? int.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture) : 150;
    }

    [GeneratedRegex(@"<svg\b[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SvgTag();
}
