using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>The operations and paths of patches, as the official JavaScript mutator applies them.</summary>
public sealed class PatchTests
{
    private const string Document = """{"_id":"d","_type":"t","a":{"b":1},"n":5,"s":"text","list":[1,2,3],"keyed":[{"_key":"x","v":1},{"_key":"y","v":2,"in":{"deep":1}}],"nil":null}""";

    [Theory]
    [InlineData("""{"set":{"a.b":2}}""", "a", """{"b":2}""")]
    [InlineData("""{"set":{"a.c.d":2}}""", "a", """{"b":1,"c":{"d":2}}""")]
    [InlineData("""{"set":{"new.path":true}}""", "new", """{"path":true}""")]
    [InlineData("""{"set":{"nil.x":1}}""", "nil", """{"x":1}""")]
    [InlineData("""{"set":{"['a']['b']":3}}""", "a", """{"b":3}""")]
    [InlineData("""{"set":{"a":null}}""", "a", "null")]
    [InlineData("""{"set":{"list[0]":9}}""", "list", "[9,2,3]")]
    [InlineData("""{"set":{"list[-1]":9}}""", "list", "[1,2,9]")]
    [InlineData("""{"set":{"list[3]":9}}""", "list", "[1,2,3,9]")]
    [InlineData("""{"set":{"list[7]":9}}""", "list", "[1,2,3]")]
    [InlineData("""{"set":{"list[0:2]":0}}""", "list", "[0,0,3]")]
    [InlineData("""{"set":{"list[0,2]":0}}""", "list", "[0,2,0]")]
    [InlineData("""{"set":{"keyed[_key==\"y\"].v":7}}""", "keyed", """[{"_key":"x","v":1},{"_key":"y","v":7,"in":{"deep":1}}]""")]
    [InlineData("""{"set":{"keyed[_key == 'y'].in.deep":7}}""", "keyed", """[{"_key":"x","v":1},{"_key":"y","v":2,"in":{"deep":7}}]""")]
    [InlineData("""{"set":{"keyed[_key==\"none\"].v":7}}""", "keyed", """[{"_key":"x","v":1},{"_key":"y","v":2,"in":{"deep":1}}]""")]
    [InlineData("""{"set":{"keyed[v>1].v":0}}""", "keyed", """[{"_key":"x","v":1},{"_key":"y","v":0,"in":{"deep":1}}]""")]
    [InlineData("""{"set":{"keyed..deep":8}}""", "keyed", """[{"_key":"x","v":1},{"_key":"y","v":2,"in":{"deep":8}}]""")]
    [InlineData("""{"setIfMissing":{"n":1,"m":1}}""", "n", "5")]
    [InlineData("""{"setIfMissing":{"n":1,"m":1}}""", "m", "1")]
    [InlineData("""{"setIfMissing":{"nil":1}}""", "nil", "1")]
    [InlineData("""{"unset":["a.b"]}""", "a", "{}")]
    [InlineData("""{"unset":["nothing.at.all"]}""", "n", "5")]
    [InlineData("""{"unset":["list[0]","list[0]"]}""", "list", "[3]")]
    [InlineData("""{"unset":["list[0:2]"]}""", "list", "[3]")]
    [InlineData("""{"unset":["keyed[_key==\"x\"]"]}""", "keyed", """[{"_key":"y","v":2,"in":{"deep":1}}]""")]
    [InlineData("""{"inc":{"n":1.5}}""", "n", "6.5")]
    [InlineData("""{"dec":{"n":2,"a.b":1}}""", "n", "3")]
    [InlineData("""{"insert":{"before":"list[0]","items":[8,9]}}""", "list", "[8,9,1,2,3]")]
    [InlineData("""{"insert":{"after":"list[-1]","items":[9]}}""", "list", "[1,2,3,9]")]
    [InlineData("""{"insert":{"after":"list[0]","items":[9]}}""", "list", "[1,9,2,3]")]
    [InlineData("""{"insert":{"replace":"list[1:3]","items":[9]}}""", "list", "[1,9]")]
    [InlineData("""{"insert":{"replace":"keyed[_key==\"x\"]","items":[{"_key":"z"}]}}""", "keyed", """[{"_key":"z"},{"_key":"y","v":2,"in":{"deep":1}}]""")]
    [InlineData("""{"insert":{"after":"nothing[-1]","items":[9]}}""", "nothing", "null")]
    [InlineData("""{"setIfMissing":{"fresh":[]},"insert":{"after":"fresh[-1]","items":[9]}}""", "fresh", "[9]")]
    [InlineData("""{"set":{"n":1},"inc":{"n":1}}""", "n", "2")]
    [InlineData("""{"diffMatchPatch":{"s":"@@ -1,4 +1,5 @@\n text\n+s\n"}}""", "s", "\"texts\"")]
    [InlineData("""{"diffMatchPatch":{"s":"@@ -1,4 +1,4 @@\n-t\n+T\n ext\n"}}""", "s", "\"Text\"")]
    [InlineData("""{"diffMatchPatch":{"s":"@@ -1,4 +1,4 @@\n-gone\n+here\n"}}""", "s", "\"text\"")]
    public void A_patch_does_what_the_mutator_does(string patch, string attribute, string expected)
    {
        var result = Patch.Apply((Value.Map)ValueJson.Parse(patch), (Value.Map)ValueJson.Parse(Document));

        Assert.Equal(expected, ValueJson.Text(result[attribute]));
    }

    [Theory]
    [InlineData("Blå krus 🧢 til salgs", "@@ -7,14 +7,17 @@\n us %F0%9F%A7%A2 ti\n+ll \n l salgs\n", "Blå krus 🧢 till l salgs")]
    [InlineData("", "@@ -0,0 +1,3 @@\n+abc\n", "abc")]
    [InlineData("one two three", "@@ -5,3 +5,3 @@\n-two\n+2nd\n", "one 2nd three")]
    [InlineData("moved one two three", "@@ -5,3 +5,3 @@\n-two\n+2nd\n", "moved one 2nd three")]
    [InlineData("a%b", "@@ -1,3 +1,4 @@\n a%25b\n+c\n", "a%bc")]
    public void A_text_patch_finds_its_place(string text, string patch, string expected) => Assert.Equal(expected, DiffMatchPatch.Apply(patch, text));

    [Fact]
    public void Numbers_keep_their_shortest_form()
    {
        var lake = new Lake();
        lake.Mutate("""[{"create":{"_id":"a","_type":"t","n":0.1,"big":9007199254740991}}]""");
        lake.Mutate("""[{"patch":{"id":"a","inc":{"n":0.2}}}]""");

        Assert.Equal("0.30000000000000004", lake.World.Document("a")!["n"]!.ToJsonString());
        Assert.Equal("9007199254740991", lake.World.Document("a")!["big"]!.ToJsonString());
    }
}
