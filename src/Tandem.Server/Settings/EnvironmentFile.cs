using System.Collections.Immutable;
using System.Text;

namespace Tandem.Server;

/// <summary>Reads environment files: <c>NAME=value</c>, quotes, comments, an <c>export</c> in front. Nothing is expanded or executed.</summary>
/// <remarks>
/// Strict on purpose: a line that is not understood stops the start instead of losing a secret in silence. In double quotes <c>\n \r \t \" \\ \$</c> are
/// escapes; in single quotes everything is literal; without quotes a blank and <c>#</c> begin a comment. <c>\$</c> means <c>$</c>, because
/// users of Next.js, which expands variables, have to write it so.
/// </remarks>
public static class EnvironmentFile
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int LargestFile = 256 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SettingsException">It cannot be read or parsed.</exception>
    public static SettingsSource Read(string path)
    {
        try
        {
            return new FileInfo(path).Length > LargestFile
                ? throw new SettingsException([new SettingsProblem(path, "is larger than any environment file should be.")])
                : Parse(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([new SettingsProblem(path, "cannot be read; check that this user may.")]);
        }
    }

    /// <summary>Parses a file's text.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SettingsException">A line is not understood. The message names the line, never what stands in it.</exception>
    public static SettingsSource Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<SettingsProblem>();
        var number = 0;
        foreach (var raw in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            if (Parse(line, values) is { } trouble)
            {
                problems.Add(new SettingsProblem($"{name}, line {number}", trouble));
            }
        }

        return problems.Count == 0 ? new SettingsSource(name, values) : throw new SettingsException(problems.ToImmutable());
    }

    private static string? Parse(ReadOnlySpan<char> line, Dictionary<string, string> values)
    {
        if (line.StartsWith("export ") || line.StartsWith("export\t"))
        {
            line = line[7..].TrimStart();
        }

        var equals = line.IndexOf('=');
        var name = equals < 0 ? default : line[..equals].TrimEnd();
        if (!IsName(name))
        {
            return "is not of the form NAME=value.";
        }

        var rest = line[(equals + 1)..].TrimStart();
        var trouble = rest switch
        {
            ['\'', ..] => Quoted(rest, '\'', out var literal) ?? Keep(name, literal, values),
            ['"', ..] => Quoted(rest, '"', out var escaped) ?? Unescape(escaped, out var value) ?? Keep(name, value, values),
            _ => Keep(name, Bare(rest), values),
        };
        return trouble;
    }

    private static string? Keep(ReadOnlySpan<char> name, ReadOnlySpan<char> value, Dictionary<string, string> values)
    {
        // As in every such file, the last line of a name holds.
        values[name.ToString()] = value.ToString();
        return null;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
            {
                return false;
            }
        }

        return !name.IsEmpty && !char.IsAsciiDigit(name[0]);
    }

    private static string Bare(ReadOnlySpan<char> rest)
    {
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] == '#' && (at == 0 || char.IsWhiteSpace(rest[at - 1])))
            {
                rest = rest[..at];
            }
        }

        return rest.TrimEnd().ToString().Replace(@"\$", "$", StringComparison.Ordinal);
    }

    private static string? Quoted(ReadOnlySpan<char> rest, char quote, out ReadOnlySpan<char> inside)
    {
        inside = default;
        var end = 1;
        while (end < rest.Length && rest[end] != quote)
        {
            end += quote == '"' && rest[end] == '\\' ? 2 : 1;
        }

        if (end >= rest.Length)
        {
            return "has a quote that does not end on its line.";
        }

        var after = rest[(end + 1)..];
        if (!after.IsWhiteSpace() && !(char.IsWhiteSpace(after[0]) && after.TrimStart()[0] == '#'))
        {
            return "goes on after its closing quote.";
        }

        inside = rest[1..end];
        return null;
    }

    private static string? Unescape(ReadOnlySpan<char> escaped, out string value)
    {
        var text = new StringBuilder(escaped.Length);
        value = "";
        for (var at = 0; at < escaped.Length; at++)
        {
            var character = escaped[at];
            if (character == '\\')
            {
                at++;
                var meant = escaped[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '"' => '"', '\\' => '\\', '$' => '$', _ => '\0' };
                if (meant == '\0')
                {
                    return "has an escape that is none of \\n \\r \\t \\\" \\\\ \\$.";
                }

                character = meant;
            }

            text.Append(character);
        }

        value = text.ToString();
        return null;
    }
}
