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
        var parameters = (Value.Map)ValueJson.From(expected["params"] ?? new JsonObject());

        var actual = Evaluator.Evaluate(Parser.Parse(query, parameters), Documents());

        Same(expected["result"], actual);
    }

    // groq-js has no text::query; https://www.sanity.io/docs/content-lake/search-content-with-groq is what is known.
    [Theory]
    [InlineData("[@, _id]", "mug", "drafts.mug mug versions.r1.mug")]
    [InlineData("[@, _id]", "mu*", "drafts.mug mug versions.r1.mug")]
    [InlineData("[@, _id]", "mu", "")]
    [InlineData("[@, _id]", "MUG  blue", "mug")]
    [InlineData("[@, _id]", "mug lamp", "")]
    [InlineData("[@, _id]", "kitchen red", "mug")]
    [InlineData("[@, _id]", "blue, gre*", "mug")]
    [InlineData("[@, _id]", "blue-mug", "mug")]
    [InlineData("[@, _id]", "ærl*", "brand-a")]
    [InlineData("[@, _id]", "price-2", "price-2")]
    [InlineData("[@, _id]", "product*", "")]
    [InlineData("[@, _id]", "*", "brand-a drafts.mug drafts.new lamp mug price-1 price-2 price-3 secret.note versions.r1.mug")]
    [InlineData("[@, _id]", "", "")]
    [InlineData("[@, _id]", "!", "")]
    [InlineData("@", "price-1", "")]
    [InlineData("@", "eur", "price-1 price-3")]
    [InlineData("name", "lamp", "lamp")]
    [InlineData("[name, currency]", "lamp", "lamp")]
    [InlineData("tags", "ho*", "lamp mug")]
    [InlineData("[tags]", "ho*", "")]
    [InlineData("slug", "lamp", "")]
    [InlineData("stock", "12", "")]
    public void A_search_finds_what_has_every_word_of_it(string left, string typed, string found)
    {
        var parameters = (Value.Map)ValueJson.From(new JsonObject { ["typed"] = typed });

        var actual = Evaluator.Evaluate(Parser.Parse($"*[{left} match text::query($typed)]._id", parameters), Documents());

        Assert.Equal(found, string.Join(' ', ((Value.List)actual).Items.Select(static id => id.Characters)));
    }

    [Fact]
    public void A_scored_search_finds_what_a_search_finds_and_the_best_first()
    {
        // As Studio 6 asks for what a reference may name.
        const string query = """
            // findability-mvi:5
            *[_type in $__types] | score(boost(_type in ["product"] && name match text::query($__query), 10), ([@, _id] match text::query($__query) || references($__rawQuery))) [_score > 0]
            {_type, _id, _originalId, "orderings": [_score]} | order(orderings[0] desc) [0...$__limit]
            """;
        var parameters = (Value.Map)ValueJson.Parse("""{"__types":["product","price"],"__query":"blue mug*","__rawQuery":"blue mug","__limit":101}""");
        var one = (Value.Map)ValueJson.Parse("""{"__types":["product","price"],"__query":"mug*","__rawQuery":"mug","__limit":101}""");

        Same(JsonNode.Parse("""["mug"]"""), Ids(Evaluator.Evaluate(Parser.Parse(query, parameters), Documents())));
        Same(JsonNode.Parse("""["drafts.mug","mug","versions.r1.mug","price-1","price-2"]"""), Ids(Evaluator.Evaluate(Parser.Parse(query, one), Documents())));
    }

    private static Value Ids(Value found) => Value.Of(((Value.List)found).Items.Select(static item => ((Value.Map)item)["_id"]));

    [Theory]
    [InlineData("*[@ match text::query(missing)]")]
    [InlineData("*[@ match text::query(1)]")]
    [InlineData("*[@ match \"mug\"]")]
    public void A_search_for_what_is_no_text_finds_nothing_and_only_a_search_looks_into_a_document(string query) =>
        Assert.Empty(((Value.List)Evaluator.Evaluate(Parser.Parse(query, Value.Map.Empty), Documents())).Items);

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
    [InlineData("* | rank(name match \"a\")", "undefined pipe function \"rank\"")]
    [InlineData("* | score()", "unexpected token")]
    [InlineData("*[boost(a, 1) > 0]", "unknown function boost()")]
    [InlineData("* | score(boost(a, 1) > 0)", "boost() is a term of score()")]
    [InlineData("* | score(a)[boost(a, 1)]", "unknown function boost()")]
    [InlineData("*[0..count(*)]", "slicing must use constant numbers")]
    [InlineData("*{a.b}", "attribute needs a key")]
    [InlineData("\"open", "unterminated string")]
    [InlineData("\"\\q\"", "invalid escape sequence")]
    [InlineData("*[@ match text::query(\"mug -red\")]", "text::query() with a word to leave out is not supported")]
    [InlineData("*[@ match text::query(\"\\\"red mug\\\"\")]", "text::query() with a phrase in quotes is not supported")]
    [InlineData("*[@ match text::query(\"*mug\")]", "text::query() with a \"*\" that does not end a word is not supported")]
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

    private static QueryContext Documents() => new Dataset("production", "standin1").Context(
        Table["documents"]!.AsArray().ToImmutableSortedDictionary(
            static document => (string)document!["_id"]!,
            static document => (Value.Map)ValueJson.From(document),
            StringComparer.Ordinal),
        Now,
        "me");

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
