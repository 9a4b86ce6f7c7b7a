namespace Tandem.Sanity;

/// <summary>Tells the type of a picture by its first bytes; what the sender says of it does not count, and nothing is ever decoded here.</summary>
internal static class PictureType
{
    /// <summary>The media type, or null for anything but the types that Stripe shows. SVG is none of them: it can hold scripts.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
