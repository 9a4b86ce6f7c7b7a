namespace Tandem.Cli;

/// <summary>Breaks a text into lines of a width, between words where it can.</summary>
internal static class Wrapped
{
    /// <summary>The lines; at least one.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var rest = text;
        while (rest.Length > width)
        {
            var space = rest.LastIndexOf(' ', width);
            var end = space > width / 2 ? space : char.IsHighSurrogate(rest[width - 1]) ? width - 1 : width;
            yield return rest[..end];
            rest = rest[end..].TrimStart(' ');
        }

        yield return rest;
    }
}
