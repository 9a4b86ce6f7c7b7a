using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>What is answered without looking at every document is what looking at all of them gives.</summary>
public sealed class NarrowingTests
{
    private static readonly string[] Places = ["", "drafts.", "versions.r1.", "versions.r2."];
    private static readonly string[] Perspectives = ["raw", "published", "drafts", "r1,drafts", "r2"];
    private static readonly string[] Names = ["a", "aa", "B", "b", "b-1", "c", "d", "mug", "z", "drafts", "x.y"];
    private static readonly string[] Orders = ["", " | order(_id asc)", " | order(_id)", " | order(_id desc)", " | order(n asc)", " | order(_id asc, n desc)"];
    private static readonly string[] Slices = ["", "[0...3]", "[0..3]", "[2...5]", "[2..4]", "[5...2]", "[0...100]", "[1..-2]", "[-3...100]", "[0]"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_narrowed_query_answers_as_the_full_one(int seed)
    {
        var random = new Random(seed);
        var lake = new Lake();
        lake.World.Quirks.QueryLag = TimeSpan.FromSeconds(seed % 2);
        for (var round = 0; round < 300; round++)
        {
            Write(lake, random);
            lake.Time.Advance(TimeSpan.FromSeconds(random.Next(3) / 2.0));
            var (parameters, token) = ($"perspective={Pick(random, Perspectives)}", random.Next(5) == 0 ? null : SanityWorldOptions.EditorToken);
            var (condition, rest) = (Condition(random), Pick(random, Orders) + Pick(random, Slices));

            // A filter before it: what is filtered is not all documents any more, and nothing is narrowed.
            var full = lake.Query($"*[true][{condition}]{rest}", parameters, token);
            Assert.True(
                JsonNode.DeepEquals(full, lake.Query($"*[{condition}]{rest}", parameters, token)),
                $"round {round}, {parameters}: *[{condition}]{rest}");
        }
    }

    [Fact]
    public void The_versions_of_a_document_are_those_that_a_query_finds()
    {
        var random = new Random(5);
        var lake = new Lake();
        for (var round = 0; round < 200; round++)
        {
            Write(lake, random);
            lake.Time.Advance(TimeSpan.FromSeconds(1));
            var id = Pick(random, Names);
            var found = lake.Ids($"*[sanity::versionOf(\"{id}\")]");
            var answer = lake.Send("GET", $"/v2025-02-19/data/doc/production/{Pick(random, Places)}{id}?includeAllVersions=true").Body;

            Assert.Equal(found, string.Join(' ', answer["documents"]!.AsArray().Select(static document => (string)document!["_id"]!)));
            Assert.Equal(found.Length == 0 ? 1 : 0, answer["omitted"]!.AsArray().Count);
        }
    }

    [Fact]
    public void References_are_followed_through_every_change()
    {
        var lake = new Lake();
        const string referring = """*[references("a")]""";
        lake.Mutate("""[{"create":{"_id":"p","_type":"price","to":{"_ref":"a","_weak":true},"list":[{"deep":{"_ref":"a","_weak":true}}]}}]""");
        Assert.Equal("p", lake.Ids(referring));
        lake.Mutate("""[{"patch":{"id":"p","unset":["to"]}}]""");
        Assert.Equal("p", lake.Ids(referring));
        lake.Mutate("""[{"create":{"_id":"drafts.p","_type":"price","to":{"_ref":"a","_weak":true}}},{"patch":{"id":"p","unset":["list"]}}]""");
        Assert.Equal("drafts.p", lake.Ids(referring));
        Assert.Equal("p", lake.Ids(referring, "perspective=drafts"));
        Assert.Equal("", lake.Ids(referring, "perspective=published"));
        lake.Mutate("""[{"delete":{"id":"drafts.p"}}]""");
        Assert.Equal("", lake.Ids(referring));
        Assert.Equal("", lake.Ids("""*[references(["a", "b"]) && _id > "a"] | order(_id asc)[0...10]"""));
    }

    private static void Write(Lake lake, Random random)
    {
        var mutations = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            var id = Pick(random, Places) + Pick(random, Names);
            var content = $$$"""{"_id":"{{{id}}}","_type":"{{{Pick(random, ["product", "price"])}}}","n":{{{random.Next(5)}}}{{{Link(random, "one")}}}{{{Link(random, "two")}}},"list":[{"_key":"k"{{{Link(random, "deep")}}} }]}""";
            return random.Next(5) switch
            {
                0 or 1 => $$"""{"createOrReplace":{{content}} }""",
                2 => $$"""{"createIfNotExists":{{content}} }""",
                3 => $$"""{"delete":{"id":"{{id}}"} }""",
                _ => $$$"""{"patch":{"query":"*[_id == $id]","params":{"id":"{{{id}}}"},"set":{"one":{"_ref":"{{{Pick(random, Names)}}}","_weak":true} }} }""",
            };
        });
        lake.Mutate($"[{string.Join(',', mutations)}]");
    }

    private static string Link(Random random, string name) => random.Next(3) switch
    {
        0 => $$""","{{name}}":{"_ref":"{{Pick(random, Names)}}","_weak":true}""",
        1 when random.Next(4) == 0 => $$""","{{name}}":{"_ref":"{{Pick(random, Names)}}"}""",
        _ => "",
    };

    private static string Condition(Random random) => string.Join(" && ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(12) switch
    {
        0 or 1 => $"references(\"{Pick(random, Names)}\")",
        2 => $"references([\"{Pick(random, Names)}\", 1, \"{Pick(random, Names)}\"])",
        3 => $"(references(\"{Pick(random, Names)}\", \"{Pick(random, Names)}\"))",
        4 => $"!references(\"{Pick(random, Names)}\")",
        5 => $"(references(\"{Pick(random, Names)}\") || n > 2)",
        6 or 7 => $"_id > \"{Pick(random, ["", .. Places, .. Names])}\"",
        8 => $"(_id > \"{Pick(random, Names)}\" && references(\"{Pick(random, Names)}\"))",
        9 => $"_id >= \"{Pick(random, Names)}\"",
        10 => "_type == \"price\"",
        _ => $"n > {random.Next(4)}",
    }));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
