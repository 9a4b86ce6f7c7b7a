namespace Tandem.Cli;

/// <summary>What a line of a plan is about.</summary>
internal enum Sign
{
    /// <summary>Something is made.</summary>
    Make,

    /// <summary>Something changes.</summary>
    Change,

    /// <summary>Something is archived or switched off.</summary>
    End,

    /// <summary>Two that exist are linked.</summary>
    Link,

    /// <summary>Somebody's value does not stand, or something stands in the way.</summary>
    Heed,

    /// <summary>A person decides.</summary>
    Ask,

    /// <summary>A remark.</summary>
    Note,
}

/// <summary>One line below a product: what happens to which part of it.</summary>
/// <param name="Sign">What it is about.</param>
/// <param name="Part">The field or price.</param>
/// <param name="Text">What happens to it.</param>
internal sealed record PlanLine(Sign Sign, string Part, string Text);

/// <summary>Lines about one side, or about none.</summary>
/// <param name="Title">Where it happens; empty for what is not about one side.</param>
/// <param name="Lines">What happens.</param>
internal sealed record PlanPart(string Title, IReadOnlyList<PlanLine> Lines);
