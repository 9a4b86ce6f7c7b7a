using System.Text;

namespace Tandem.Server;

/// <summary>Sets variables in environment files and leaves everything else in them as it is, comments included.</summary>
/// <remarks>
/// A file is replaced as a whole, by a new one under another name that takes its place: a crash leaves the old file or the new one, never half of one. Afterwards
/// nobody but its owner may read it.
/// </remarks>
public static class EnvironmentFileChange
{
    private const char Mark = '\uFEFF';
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Sets variables in a file, which is made when it is missing. Nothing is written when all of them are set so already.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The variables.</param>
    /// <exception cref="SettingsException">The file cannot be read, parsed or written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        try
        {
            // A link stays one: what it leads to is replaced.
            var link = new FileInfo(path);
            var target = link.LinkTarget is null ? Path.GetFullPath(path) : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            var before = File.Exists(target) ? Strict.GetString(File.ReadAllBytes(target)).TrimStart(Mark) : "";
            var known = EnvironmentFile.Parse(path, before).Values;
            var changed = values.Where(wanted => known.GetValueOrDefault(wanted.Key) != wanted.Value).ToList();
            if (changed.Count > 0)
            {
                Replace(target, changed.Aggregate(before, (text, wanted) => Set(text, wanted.Key, wanted.Value)));
            }
        }
        catch (DecoderFallbackException)
        {
            throw new SettingsException([new SettingsProblem(path, "is no UTF-8 text, so that it would be damaged by a change. Save it as UTF-8.")]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([new SettingsProblem(path, $"cannot be written: {fault.Message}")]);
        }
    }

    /// <summary>A file's text with a variable set: in its last line if it has one, where a comment stays, else in a new line at the end.</summary>
    public static string Set(string text, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        var lines = Lines(text);
        var at = lines.FindLastIndex(line => Assigns(line, name));
        var end = lines.Count > 0 && lines[0].EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (at >= 0)
        {
            var (start, length) = Place(lines[at]);
            var rest = lines[at][(start + length)..];
            lines[at] = $"{lines[at][..start]}{Quoted(value)}{(rest.StartsWith('#') ? " " : "")}{rest}";
            return string.Concat(lines);
        }

        var gap = text.Length == 0 || text.EndsWith('\n') ? "" : end;
        return $"{text}{gap}{name}={Quoted(value)}{end}";
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        while (text.Length > 0)
        {
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            var length = end < 0 ? text.Length : end + 1;
            lines.Add(text[..length]);
            text = text[length..];
        }

        return lines;
    }

    private static bool Assigns(string line, string name)
    {
        var rest = line.AsSpan().TrimStart();
        rest = rest.StartsWith("export ") || rest.StartsWith("export\t") ? rest[7..].TrimStart() : rest;
        return rest.StartsWith(name) && rest[name.Length..].TrimStart().StartsWith("=");
    }

    /// <summary>Where the value stands in a line, its quotes included.</summary>
    private static (int Start, int Length) Place(string line)
    {
        var start = line.IndexOf('=', StringComparison.Ordinal) + 1;
        start += line[start..].TakeWhile(character => character is ' ' or '\t').Count();
        var end = start;
        if (start < line.Length && line[start] is '\'' or '"')
        {
            for (end++; line[end] != line[start]; end++)
            {
                end += line[start] == '"' && line[end] == '\\' ? 1 : 0;
            }

            return (start, end + 1 - start);
        }

        while (end < line.Length && !(line[end] == '#' && (end == start || char.IsWhiteSpace(line[end - 1]))))
        {
            end++;
        }

        return (start, line[start..end].TrimEnd().Length);
    }

    private static string Quoted(string value)
    {
        if (value.Length > 0 && value.All(character => char.IsAsciiLetterOrDigit(character) || "_-./:@+=,{}[]~%".Contains(character, StringComparison.Ordinal)))
        {
            return value;
        }

        if (!value.AsSpan().ContainsAny("'\r\n\t"))
        {
            return $"'{value}'";
        }

        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            text.Append(character switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '"' => "\\\"", '\\' => "\\\\", '$' => "\\$", _ => character.ToString() });
        }

        return text.Append('"').ToString();
    }

    private static void Replace(string target, string text)
    {
        var fresh = target + ".tandem-new";

        // What an interrupted run left; its rights are not ours.
        File.Delete(fresh);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(fresh, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, target, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
