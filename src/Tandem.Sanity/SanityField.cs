using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>How a document holds a field.</summary>
public enum FieldShape
{
    /// <summary>A text that travels both ways.</summary>
    Text,

    /// <summary>A text, or Portable Text that is shown as plain text and never written back.</summary>
    RichText,

    /// <summary>A yes or no; unset means yes.</summary>
    Flag,

    /// <summary>A list of pictures: web addresses, objects with <c>url</c>, or Sanity image assets.</summary>
    Images,

    /// <summary>A reference to a price document.</summary>
    PriceReference,

    /// <summary>The <c>_key</c> of the entry that is the price, as a text.</summary>
    PriceKey,

    /// <summary>An amount in minor units: a whole number in the field itself, or an exact decimal text in its companion.</summary>
    Amount,

    /// <summary>An amount as people write it, in the currency's main unit: <c>19.99</c>.</summary>
    MajorAmount,

    /// <summary>One picture, as its address.</summary>
    Image,

    /// <summary>Sanity's slug: an object whose <c>current</c> is the text.</summary>
    Slug,

    /// <summary>A currency code.</summary>
    CurrencyCode,

    /// <summary>An object of <c>interval</c>, <c>interval_count</c>, <c>trial_period_days</c>, <c>usage_type</c> and <c>meter</c>.</summary>
    Rhythm,

    /// <summary>A yes or no; unset means neither.</summary>
    Answer,

    /// <summary><c>inclusive</c> or <c>exclusive</c>; <c>unspecified</c> is the same as unset.</summary>
    TaxBehavior,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>An object of <c>height</c>, <c>length</c>, <c>weight</c> and <c>width</c>.</summary>
    Dimensions,

    /// <summary>One of the <see cref="SanityField.Words"/>.</summary>
    Choice,

    /// <summary>A list of objects with <c>up_to</c>, <c>unit_amount</c> and <c>flat_amount</c>, or their <c>…_decimal</c> companions.</summary>
    Tiers,

    /// <summary>An object of <c>enabled</c>, <c>minimum</c>, <c>maximum</c> and <c>preset</c>.</summary>
    ChosenAmount,

    /// <summary>An object of <c>divide_by</c> and <c>round</c>.</summary>
    Packages,

    /// <summary>A list of objects with <c>currency</c>, <c>unit_amount</c> or <c>unit_amount_decimal</c>, and <c>tax_behavior</c>.</summary>
    CurrencyOptions,

    /// <summary>A list of objects with <c>key</c> and <c>value</c>, each a field of its own.</summary>
    Metadata,

    /// <summary>The value of an entry of such a list; without it the entry goes.</summary>
    MetadataValue,
}

/// <summary>Where a document holds one field of the model.</summary>
/// <param name="Kind">The sort of document.</param>
/// <param name="Field">The canonical name, which is Stripe's.</param>
/// <param name="Name">The document's field, or the way down to it: <c>title</c>, <c>seo.title</c>, <c>title[en].value</c>.</param>
/// <param name="Shape">How it is held there.</param>
public sealed record SanityField(Kind Kind, string Field, string Name, FieldShape Shape)
{
    /// <summary>The most characters that Stripe takes, of a list's entry where it is one; 0 when it is no text.</summary>
    public int Limit { get; init; }

    /// <summary>What is asked of Sanity's picture server in the address of an uploaded picture: <c>w=1200&amp;fm=webp</c>. https://www.sanity.io/docs/image-urls</summary>
    public string Rendition { get; init; } = "";

    /// <summary>
    /// The hosts from which pictures that somebody sets in Stripe are brought into documents that hold uploaded ones; null when such a list only travels to Stripe. With an empty
    /// list, pictures of the dataset itself come back, and nothing is ever fetched.
    /// </summary>
    public ImmutableArray<string>? Downloads { get; init; }

    /// <summary>The words that a choice knows.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>A second field that holds what the first cannot: <c>unit_amount_decimal</c>.</summary>
    public string? Companion { get; init; }

    /// <summary>Whether it lies in an entry of a list, which a document has or not.</summary>
    internal bool IsInEntry => FieldPath.Parse(Name)?.HasEntry == true || (Companion is not null && FieldPath.Parse(Companion)?.HasEntry == true);

    /// <summary>Why a document without this field cannot be carried, said to its editor; null when it may be unset.</summary>
    public string? Missing { get; init; }
}
