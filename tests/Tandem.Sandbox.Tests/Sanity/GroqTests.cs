using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;
using Tandem.Sandbox.Tests.Interop;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>The tables lie beside the interop scripts, because groq-js answers the same rows there.</summary>
public sealed class GroqTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonObject Table = Read("groq-table.json");
    private static readonly JsonObject Delta = Read("delta-table.json");

    public static TheoryData<int, string> Rows() => Numbered(Table);

    public static TheoryData<int, string> DeltaRows() => Numbered(Delta);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_query_gives_what_the_official_evaluator_gives(int row, string query)
    {
        var expected = Table["rows"]![row]!;
        var documents = Table["documents"]!.AsArray().ToImmutableSortedDictionary(
            static document => (string)document!["_id"]!,
            static document => (Value.Map)ValueJson.From(document),
            StringComparer.Ordinal);
        var context = new Dataset("production", "standin1").Context(documents, Now, "me");
        var parameters = (Value.Map)ValueJson.From(expected["params"] ?? new JsonObject());

        var actual = Evaluator.Evaluate(Parser.Parse(query, parameters), context);

        Same(expected["result"], actual);
    }

    [Theory]
    [MemberData(nameof(DeltaRows))]
    public void A_webhook_expression_gives_what_the_official_evaluator_gives(int row, string query)
    {
        var expected = Delta["rows"]![row]!;
        var pair = Delta["cases"]![(string)expected["case"]!]!;
        var (before, after) = (ValueJson.From(pair[0]) as Value.Map, ValueJson.From(pair[1]) as Value.Map);
        var context = new Dataset("production", "standin1").Context(new DocumentChange("mug", before, after, []), Now);

        var actual = Evaluator.Evaluate(Parser.ParseDelta(query), context, (Value?)after ?? before!);

        Same(expected["result"], actual);
    }

    [Theory]
    [InlineData("*[_type == ", "unexpected end of query")]
    [InlineData("*[_type == \"a\"", "expected ']'")]
    [InlineData("*[_type = \"a\"]", "expected ']'")]
    [InlineData("*[_type == $missing]", "param $missing referenced, but not provided")]
    [InlineData("*[unknown(_id)]", "unknown function unknown()")]
    [InlineData("*[geo::distance(a, b) > 1]", "unknown function geo::distance()")]
    [InlineData("*[delta::changedAny(name)]", "unknown function delta::changedAny()")]
    [InlineData("before()", "unknown function before()")]
    [InlineData("count(*, 1)", "incorrect number of arguments to function count()")]
    [InlineData("* | score(name match \"a\")", "undefined pipe function \"score\"")]
    [InlineData("*[0..count(*)]", "slicing must use constant numbers")]
    [InlineData("*{a.b}", "attribute needs a key")]
    [InlineData("\"open", "unterminated string")]
    [InlineData("\"\\q\"", "invalid escape sequence")]
    [InlineData("*[text::query(\"red mug\")]", "text::query() is not supported")]
    [InlineData("(1, 2)", "tuples can not be evaluated")]
    [InlineData("1 ? 2", "unexpected character")]
    [InlineData("fn a::b($x) = $x{name}; *", "unexpected token")]
    [InlineData("", "unexpected end of query")]
    [InlineData("* *", "unexpected end of query")]
    [InlineData("a == b == c", "unexpected token")]
    public void What_is_no_groq_or_beyond_the_stand_in_is_refused_never_answered(string query, string message)
    {
        var documents = ImmutableSortedDictionary<string, Value.Map>.Empty.Add("a", (Value.Map)ValueJson.Parse("""{"_id":"a","_type":"b"}"""));
        var context = new Dataset("production", "standin1").Context(documents, Now, "me");

        var fault = Assert.Throws<GroqSyntaxException>(() => Evaluator.Evaluate(Parser.Parse(query, Value.Map.Empty), context));

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_of_absurd_depth_is_refused()
    {
        var query = new string('(', 5_000) + "1" + new string(')', 5_000);

        Assert.Throws<GroqSyntaxException>(() => Parser.Parse(query, Value.Map.Empty));
    }

    private static void Same(JsonNode? expected, Value actual) =>
        Assert.True(JsonNode.DeepEquals(expected, ValueJson.Node(actual)), $"expected {expected?.ToJsonString() ?? "null"}, got {ValueJson.Text(actual)}");

    private static TheoryData<int, string> Numbered(JsonObject table)
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, row) in table["rows"]!.AsArray().Index())
        {
            data.Add(index, (string)row!["query"]!);
        }

        return data;
    }

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(NpmClients.Folder, name)))!.AsObject();
}
