using System.Text;

namespace Tandem.Server.Tests.Settings;

public sealed class ConfigurationDocTests
{
    [Fact]
    public void The_document_names_every_variable_with_what_the_program_says_of_it()
    {
        var path = Path.Combine(Root(), "docs", "CONFIGURATION.md");
        var text = File.ReadAllText(path);
        var missing = Variables.All.Select(Row).Where(row => !text.Contains(row, StringComparison.Ordinal)).ToList();
        Assert.True(missing.Count == 0, $"docs/CONFIGURATION.md lacks these lines:\n{string.Join('\n', missing)}");
        Assert.Equal(Variables.All.Length, text.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    private static string Row(Variable variable) => new StringBuilder()
        .Append("| `").Append(variable.Name).Append("` | ").Append(variable.Default ?? "must be set").Append(" | ").Append(variable.Told).Append(" |").ToString();

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test runs inside the repository.");
        }

        return folder.FullName;
    }
}
