using CsCheck;

namespace Tandem.Sanity.Tests;

public sealed class SanityIdTests
{
    [Theory]
    [InlineData("tee")]
    [InlineData("stripeProduct-prod_ABC")]
    [InlineData("_.releases.r1")]
    [InlineData("a.b.c")]
    [InlineData("draftsman")]
    public void A_plain_id_is_published(string id)
    {
        var parsed = Assert.IsType<SanityId.Published>(SanityId.Parse(id));
        Assert.Equal(id, parsed.PublishedId);
        Assert.Equal(id, parsed.Whole);
    }

    [Fact]
    public void A_draft_knows_its_published_document()
    {
        var draft = Assert.IsType<SanityId.Draft>(SanityId.Parse("drafts.tee"));
        Assert.Equal("tee", draft.PublishedId);
        Assert.Equal("drafts.tee", draft.Whole);
    }

    [Fact]
    public void A_version_knows_its_release_and_its_published_document()
    {
        var version = Assert.IsType<SanityId.Version>(SanityId.Parse("versions.rSpring.tee.blue"));
        Assert.Equal("rSpring", version.Release);
        Assert.Equal("tee.blue", version.PublishedId);
        Assert.Equal("versions.rSpring.tee.blue", version.Whole);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-tee")]
    [InlineData("a.-b")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("../../v1/data/doc/other")]
    [InlineData("tee\n")]
    [InlineData("tée")]
    [InlineData("drafts.")]
    [InlineData("drafts")]
    [InlineData("versions.r1")]
    [InlineData("versions.r1.")]
    [InlineData("drafts.drafts.tee")]
    [InlineData("drafts.versions.r1.tee")]
    [InlineData("versions.r1.drafts.tee")]
    [InlineData("*[_type == 'product']")]
    public void What_Sanity_would_not_take_is_no_id(string? id) => Assert.Null(SanityId.Parse(id));

    [Fact]
    public void An_id_has_at_most_128_characters()
    {
        Assert.NotNull(SanityId.Parse(new string('a', 128)));
        Assert.Null(SanityId.Parse(new string('a', 129)));
        Assert.Null(SanityId.Parse("drafts." + new string('a', 122)));
    }

    [Fact]
    public void Whatever_is_parsed_prints_as_it_was() =>
        Gen.String["ab.-_drftsveion1 /"].Sample(text => SanityId.Parse(text) is not { } id || id.Whole == text);

    [Fact]
    public void A_published_id_never_looks_like_a_draft_or_version() =>
        Gen.Select(Gen.Int[0, 3].Select(n => new[] { "", "drafts.", "versions.", "versions.r." }[n]), Gen.String["ab.-"]).Sample((prefix, rest) =>
            SanityId.Parse(prefix + rest) is not { } id
            || (SanityId.Parse(id.PublishedId) is SanityId.Published && !id.PublishedId.StartsWith("drafts.", StringComparison.Ordinal)));
}
