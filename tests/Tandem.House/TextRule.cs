using System.Text.RegularExpressions;

namespace Tandem.House;

/// <summary>Something that the text of some files must not hold.</summary>
/// <param name="Name">The rule as a sentence.</param>
/// <param name="Applies">Which files it is about.</param>
/// <param name="Forbidden">What must not be found in a line.</param>
/// <param name="ExampleFile">A file that the rule is about.</param>
/// <param name="Example">A line that breaks it: the proof that the rule can fail.</param>
public sealed record TextRule(string Name, Func<string, bool> Applies, Regex Forbidden, string ExampleFile, string Example)
{
    /// <summary>Where a file breaks the rule, as <c>file:line</c>.</summary>
    public IEnumerable<string> Broken(string file, string text) =>
        !Applies(file) ? [] : text.Split('\n').Index().Where(line => Forbidden.IsMatch(line.Item)).Select(line => $"{file}:{line.Index + 1}");

    public override string ToString() => Name;
}
