using System.Reflection;
using System.Xml.Linq;

namespace Tandem.House;

/// <summary>Who may know whom: the table of docs/ARCHITECTURE.md, kept true.</summary>
public sealed class DirectionsTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Tandem.Core"] = [],
        ["Tandem.Engine"] = ["Tandem.Core"],
        ["Tandem.Stripe"] = ["Tandem.Engine", "Tandem.Core"],
        ["Tandem.Sanity"] = ["Tandem.Engine", "Tandem.Core"],
        ["Tandem.Store.Sqlite"] = ["Tandem.Engine", "Tandem.Core"],
        ["Tandem.Store.Postgres"] = ["Tandem.Engine", "Tandem.Core"],
        ["Tandem.Server"] = ["Tandem.Core", "Tandem.Engine", "Tandem.Stripe", "Tandem.Sanity", "Tandem.Store.Sqlite", "Tandem.Store.Postgres"],
        ["Tandem.Sandbox"] = [],
        ["Tandem.Cli"] = ["Tandem.Core", "Tandem.Engine", "Tandem.Server", "Tandem.Sandbox"],
    };

    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Tandem.Stripe"] = ["Stripe.net"],
        ["Tandem.Store.Sqlite"] = ["Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"],
        ["Tandem.Store.Postgres"] = ["Npgsql"],
        ["Tandem.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    public static TheoryData<string> Projects { get; } =
        [.. Tree.Ending(".csproj").Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_whom_it_may(string project)
    {
        var known = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.True(MayKnow.ContainsKey(project), $"{project} is new: give it a row in this table and in docs/ARCHITECTURE.md.");
        Assert.Empty(known.Except(MayKnow[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_packages_that_a_decision_gave_it(string project) =>
        Assert.Empty(References(project, "PackageReference").Except(MayUse.GetValueOrDefault(project, [])));

    [Fact]
    public void Core_stands_on_the_language_alone()
    {
        Assert.Empty(References("Tandem.Core", "FrameworkReference"));
        Assert.All(
            Assembly.Load("Tandem.Core").GetReferencedAssemblies().Select(assembly => assembly.Name!),
            name => Assert.Matches(@"^System\.(Runtime|Collections(\.\w+)?|Linq|Memory|Security\.Cryptography|Text\.\w+)$", name));
    }

    [Theory]
    [InlineData("Tandem.Core")]
    [InlineData("Tandem.Engine")]
    public void The_middle_is_compiled_without_json(string project) =>
        Assert.DoesNotContain(
            Assembly.Load(project).GetReferencedAssemblies(),
            assembly => assembly.Name!.Contains("Json", StringComparison.Ordinal));

    [Fact]
    public void The_directions_have_no_circle()
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (MayKnow.Keys.FirstOrDefault(project => !placed.Contains(project) && MayKnow[project].All(placed.Contains)) is { } next)
        {
            placed.Add(next);
        }

        Assert.Equal(MayKnow.Count, placed.Count);
    }

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Assert.Equal(
            Tree.Ending(".csproj").Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)),
            XDocument.Parse(Tree.Text("Tandem.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value)
                .Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(Tree.Text($"src/{project}/{project}.csproj")).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
