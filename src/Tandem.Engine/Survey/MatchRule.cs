namespace Tandem.Engine;

/// <summary>By what a person lets products be matched that nothing links.</summary>
public enum MatchRule
{
    /// <summary>Their names, without regard to case and spaces.</summary>
    Name,

    /// <summary>The document's slug, and in Stripe <c>metadata.slug</c>, or what the name would be as a slug.</summary>
    Slug,
}

/// <summary>Why a document and a Stripe product, or the documents of two datasets, are taken for the same.</summary>
public enum Evidence
{
    /// <summary>Nothing: only one side has it.</summary>
    None,

    /// <summary>It is recorded.</summary>
    Record,

    /// <summary>One names the other: <c>stripeProductId</c>, or <c>sanity_id</c>.</summary>
    Ids,

    /// <summary>Two documents of the same id, in two datasets.</summary>
    SameId,

    /// <summary>Prices of both have the same lookup key.</summary>
    LookupKey,

    /// <summary><see cref="MatchRule.Name"/>.</summary>
    Name,

    /// <summary><see cref="MatchRule.Slug"/>.</summary>
    Slug,

    /// <summary>A person says so.</summary>
    Person,
}
