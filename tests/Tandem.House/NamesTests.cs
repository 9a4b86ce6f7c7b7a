using System.Reflection;
using System.Text.RegularExpressions;

namespace Tandem.House;

/// <summary>A name says what a thing is. These words say nothing: asked "helper of what?", the answer is the name.</summary>
public sealed partial class NamesTests
{
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Service", "Processor", "Handler", "Common", "Misc",
        "Base", "Impl", "Info", "Data", "Wrapper", "Container",
    };

    [Fact]
    public void No_type_has_an_empty_word_in_its_name() =>
        Assert.DoesNotContain(Types(), type => HasEmptyWord(type.Name) && !typeof(HttpMessageHandler).IsAssignableFrom(type));

    [Fact]
    public void No_file_or_folder_has_an_empty_word_in_its_name() =>
        Assert.DoesNotContain(Tree.Ending(".cs"), file => file.Split('/', '.').Any(HasEmptyWord) && !IsMessageHandler(file));

    [Theory]
    [InlineData("PriceManager", true)]
    [InlineData("HTTPHelper", true)]
    [InlineData("DataBag", true)]
    [InlineData("Database", false)]
    [InlineData("Information", false)]
    [InlineData("Baseline", false)]
    public void An_empty_word_is_found_as_a_word_only(string name, bool isEmpty) => Assert.Equal(isEmpty, HasEmptyWord(name));

    private static bool HasEmptyWord(string name) => Words().Matches(name).Any(word => Empty.Contains(word.Value));

    private static bool IsMessageHandler(string file) => Types().Any(type =>
        typeof(HttpMessageHandler).IsAssignableFrom(type) && type.Name == Path.GetFileNameWithoutExtension(file));

    private static IEnumerable<Type> Types() =>
        Tree.Ending(".csproj").Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Select(project => Assembly.Load(project == "Tandem.Cli" ? "tandem" : project))
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.FullName!.Contains('<') && type.Namespace?.StartsWith("Tandem", StringComparison.Ordinal) == true);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
