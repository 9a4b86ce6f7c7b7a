using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>Reads the paths of patches (JSONMatch).</summary>
internal sealed partial class PatchPath
{
    private readonly string _path;
    private int _at;

    private PatchPath(string path) => _path = path;

    /// <summary>The steps of a path.</summary>
    /// <exception cref="LakeRefusalException">It is no path.</exception>
    public static ImmutableArray<PathStep> Parse(string path)
    {
        var parser = new PatchPath(path);
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        while (parser._at < path.Length)
        {
            steps.Add(parser.Step(steps.Count == 0));
        }

        return steps.Count > 0 ? steps.ToImmutable() : throw parser.Invalid();
    }

    private PathStep Step(bool isFirst)
    {
        if (Take(".."))
        {
            _at -= 1;
            if (_path.AsSpan(_at).StartsWith(".[", StringComparison.Ordinal))
            {
                _at++;
            }

            return new PathStep.Deep();
        }

        if (Take("["))
        {
            return Bracket();
        }

        return isFirst && _path[_at] != '.' || Take(".") ? new PathStep.Attribute(Name()) : throw Invalid();
    }

    private PathStep Bracket()
    {
        var members = ImmutableArray.CreateBuilder<PathStep>();
        do
        {
            Blanks();
            members.Add(Selector());
            Blanks();
        }
        while (Take(","));
        if (!Take("]"))
        {
            throw Invalid();
        }

        return members.Count == 1 ? members[0] : new PathStep.Union(members.ToImmutable());
    }

    private PathStep Selector()
    {
        var isNumber = _at < _path.Length && (char.IsAsciiDigit(_path[_at]) || _path[_at] is '-' or ':');
        if (isNumber)
        {
            var from = Integer();
            return Take(":") ? new PathStep.Range(from, Integer()) : new PathStep.Index(from ?? throw Invalid());
        }

        if (_at < _path.Length && _path[_at] == '\'')
        {
            return new PathStep.Attribute(Quoted('\''));
        }

        var field = Take("@") ? [] : Field();
        Blanks();
        var comparison = Comparison().Match(_path, _at);
        if (!comparison.Success)
        {
            return field.Length == 1 ? new PathStep.Attribute(field[0]) : throw Invalid();
        }

        _at += comparison.Length;
        Blanks();
        return new PathStep.Where(field, comparison.Value, Literal());
    }

    private ImmutableArray<string> Field()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            names.Add(Name());
        }
        while (Take("."));
        return names.ToImmutable();
    }

    private Value Literal()
    {
        if (_at < _path.Length && _path[_at] is '"' or '\'')
        {
            return Value.Of(Quoted(_path[_at]));
        }

        if (Take("true"))
        {
            return Value.True;
        }

        if (Take("false"))
        {
            return Value.False;
        }

        var number = Number().Match(_path, _at);
        _at += number.Length;
        return number.Success ? Value.Of(double.Parse(number.Value, CultureInfo.InvariantCulture)) : throw Invalid();
    }

    private string Quoted(char quote)
    {
        var text = new System.Text.StringBuilder();
        for (_at++; _at < _path.Length; _at++)
        {
            if (_path[_at] == quote)
            {
                _at++;
                return text.ToString();
            }

            if (_path[_at] == '\\' && _at + 1 < _path.Length)
            {
                _at++;
            }

            text.Append(_path[_at]);
        }

        throw Invalid();
    }

    private int? Integer()
    {
        var number = Number().Match(_path, _at);
        _at += number.Length;
        return number.Success && int.TryParse(number.Value, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private string Name()
    {
        var name = NameGrammar().Match(_path, _at);
        _at += name.Length;
        return name.Success ? name.Value : throw Invalid();
    }

    private bool Take(string text)
    {
        if (!_path.AsSpan(_at).StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    private void Blanks()
    {
        while (_at < _path.Length && _path[_at] == ' ')
        {
            _at++;
        }
    }

    private LakeRefusalException Invalid() => Refusals.Invalid($"Invalid path \"{_path}\" in patch");

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_]*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex NameGrammar();

    [GeneratedRegex(@"\G-?\d+(\.\d+)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\G(==|!=|<=|>=|<|>)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}
