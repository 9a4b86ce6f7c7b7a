using System.Text.RegularExpressions;

namespace Tandem.House;

/// <summary>The rules that a search through the text can keep. This folder, which must name what is forbidden, is left out.</summary>
public static class TextRules
{
    private static readonly string[] Code = [".cs", ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".sql", ".sh", ".csproj", ".props"];

    private static readonly string[] PublicHosts = ["registry.npmjs.org", "www.npmjs.com", "www.nuget.org", "api.nuget.org"];

    public static IReadOnlyList<TextRule> All { get; } =
    [
        new("Nothing is left undone in the source",
            file => IsCode(file) || file is "tandem" or "test" or ".ci/run",
            Pattern(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException"),
            "src/Tandem.Core/A.cs", "// TODO: later"),

        new("No test sleeps: time comes from a clock that the test moves; but a rig that kills processes has only the machine's",
            file => In(file, "tests/") && !In(file, "tests/Tandem.Kill/") && file.EndsWith(".cs", StringComparison.Ordinal),
            Pattern(@"Thread\.Sleep|Task\.Delay\((?!.*,\s*_?(clock|time)\b)"),
            "tests/Tandem.Core.Tests/ATests.cs", "await Task.Delay(10);"),

        new("No test is skipped",
            file => In(file, "tests/") && file.EndsWith(".cs", StringComparison.Ordinal),
            Pattern(@"\[\s*(Fact|Theory|InlineData|MemberData)\b.*\bSkip\w*\s*=|\bAssert\.Skip"),
            "tests/Tandem.Core.Tests/ATests.cs", "[Fact(Skip = \"flaky\")]"),

        new("GROQ texts stand in Groq.cs only",
            file => InShipped(file) && !file.EndsWith("/Tandem.Sanity/Groq.cs", StringComparison.Ordinal),
            Pattern(@"\*\["),
            "src/Tandem.Sanity/SanityFeed.cs", "var query = \"*[_type == 'product']\";"),

        new("Only signature files touch HMAC",
            file => InShipped(file) && !file.EndsWith("Signature.cs", StringComparison.Ordinal),
            Pattern(@"\bHMAC"),
            "src/Tandem.Server/A.cs", "HMACSHA256.HashData(key, body)"),

        new("Core and Engine know no JSON",
            file => In(file, "src/Tandem.Core/") || In(file, "src/Tandem.Engine/"),
            Pattern(@"System\.Text\.Json|Newtonsoft|System\.Net\.Http\.Json"),
            "src/Tandem.Engine/A.cs", "using System.Text.Json;"),

        new("Core is pure: nothing waits, logs or looks at a clock",
            file => In(file, "src/Tandem.Core/") && file.EndsWith(".cs", StringComparison.Ordinal),
            Pattern(@"\basync\b|\bawait\b|\bI?Logger\b|\bTimeProvider\b|\bRandom\b|System\.(IO|Net)\b|\bStopwatch\b"),
            "src/Tandem.Core/A.cs", "public async Task Observe()"),

        new("No path of a developer's machine is in the tree",
            _ => true,
            Pattern(@"(?<![\w.~*/-])/(work|root|home/\w+|Users/\w+)/"),
            "docs/A.md", "see /work/main"),

        new("No package registry is named but the public ones",
            _ => true,
            Pattern($@"https?://(?!({string.Join('|', PublicHosts.Select(Regex.Escape))})\b)[\w.-]*(registry|nuget|npm|artifactory|nexus|mirror)[\w.-]*"),
            "tests/interop/package-lock.json", "\"resolved\": \"https://npm.example.com/stripe.tgz\""),
    ];

    private static bool IsCode(string file) => Code.Any(ending => file.EndsWith(ending, StringComparison.Ordinal));

    private static bool In(string file, string folder) => file.StartsWith(folder, StringComparison.Ordinal);

    // The stand-ins are vendors: they hold what the product may not.
    private static bool InShipped(string file) =>
        In(file, "src/") && !In(file, "src/Tandem.Sandbox/") && file.EndsWith(".cs", StringComparison.Ordinal);

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
}
