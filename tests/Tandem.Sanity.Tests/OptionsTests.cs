using Tandem.Core;

namespace Tandem.Sanity.Tests;

public sealed class OptionsTests
{
    private static readonly SanityOptions Good = new() { Connection = "default", ProjectId = "abc123", Dataset = "production", Token = new("t") };

    [Fact]
    public void The_defaults_are_sound() => Assert.Empty(Good.Problems().Concat(SanitySchema.Default.Problems()));

    public static TheoryData<SanityOptions, string> Bad => new()
    {
        { Good with { ProjectId = "" }, "project" },
        { Good with { ProjectId = "ABC" }, "project" },
        { Good with { ProjectId = "evil.example/x" }, "project" },
        { Good with { ProjectId = "abc\n" }, "project" },
        { Good with { Dataset = "../other" }, "dataset" },
        { Good with { Dataset = "a b" }, "dataset" },
        { Good with { Dataset = new string('d', 65) }, "dataset" },
        { Good with { ApiVersion = "v1" }, "version" },
        { Good with { ApiVersion = "2021-03-25" }, "version" },
        { Good with { ApiVersion = "2025-13-01" }, "version" },
        { Good with { ApiHost = "abc.api.sanity.io" }, "host" },
        { Good with { ApiHost = "ftp://abc.api.sanity.io" }, "host" },
        { Good with { ApiHost = "https://user:pw@x.example" }, "host" },
        { Good with { ApiHost = "https://x.example/?a=b" }, "host" },
        { Good with { Timeout = TimeSpan.Zero }, "Timeout" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_wrong_is_said_and_no_catalog_is_made(SanityOptions options, string said)
    {
        Assert.Contains(said, options.Problems().First(), StringComparison.OrdinalIgnoreCase);
        Assert.Throws<ArgumentException>(() => new SanityCatalog(options, null, TimeProvider.System));
    }

    [Theory]
    [InlineData("https://{projectId}.api.sanity.io", "https://abc123.api.sanity.io")]
    [InlineData("http://127.0.0.1:4010/", "http://127.0.0.1:4010")]
    [InlineData("https://{projectId}.dev.localhost:4010", "https://abc123.dev.localhost:4010")]
    public void The_host_may_name_the_project(string host, string address) => Assert.Equal(address, (Good with { ApiHost = host }).Host);

    [Fact]
    public void The_token_is_not_printed() => Assert.DoesNotContain("very-secret", (Good with { Token = new("very-secret") }).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("a b")]
    [InlineData("1st")]
    [InlineData("x\"] | *[")]
    [InlineData("")]
    public void A_field_name_that_Sanity_does_not_take_is_found(string name)
    {
        var schema = SanitySchema.Default with { Fields = [new SanityField(Kind.Product, FieldNames.Name, name, FieldShape.Text)] };
        Assert.Contains($"\"{name}\"", Assert.Single(schema.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Products_and_prices_are_of_different_types() =>
        Assert.Single((SanitySchema.Default with { PriceType = "product" }).Problems());
}
