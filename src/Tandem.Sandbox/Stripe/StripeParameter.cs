namespace Tandem.Sandbox;

/// <summary>What a parameter's value is made of.</summary>
internal enum StripeKind
{
    Text,
    Trimmed,
    Integer,
    Boolean,
    Decimal,
    Choice,
    Url,
    Group,
    List,
    Map,
    Metadata,
    Range,
    UpTo,
}

/// <summary>One row of a parameter table: name, type and limits of a parameter, as Stripe's specification gives them.</summary>
internal sealed record StripeParameter(string Name, StripeKind Kind)
{
    /// <summary>The request is refused without it.</summary>
    public bool Required { get; init; }

    /// <summary>An empty value clears it; elsewhere an empty value is refused.</summary>
    public bool Clearable { get; init; }

    /// <summary>Most characters of a text, counted in UTF-16 units.</summary>
    public int MaxLength { get; init; } = 5000;

    /// <summary>Least value of an integer or decimal.</summary>
    public long Least { get; init; }

    /// <summary>Most digits after the point of a decimal.</summary>
    public int Places { get; init; } = 12;

    /// <summary>Most items of a list.</summary>
    public int MaxItems { get; init; } = int.MaxValue;

    /// <summary>The words that a choice takes.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>The fields of a group.</summary>
    public StripeParameter[] Fields { get; init; } = [];

    /// <summary>What a list or a map holds.</summary>
    public StripeParameter? Item { get; init; }
}
