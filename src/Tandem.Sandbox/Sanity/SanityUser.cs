namespace Tandem.Sandbox.Sanity;

/// <summary>Somebody whom the project knows: a person, or the robot behind an API token.</summary>
/// <param name="Id">Their id, which is the author of what they write.</param>
/// <param name="Name">What the Studio calls them.</param>
/// <param name="Role">What they may do.</param>
public sealed record SanityUser(string Id, string Name, SanityRole Role)
{
    /// <summary>Whether they may read the history of documents; a role of a project's own making may not.</summary>
    public bool MayReadHistory { get; init; } = true;

    /// <summary>The person who edits: by hand in a Studio, or through <see cref="SanityEditor"/>.</summary>
    public static SanityUser Person { get; } = new("gPerson", "Ada Editor", SanityRole.Editor);

    /// <summary>A person who may only look.</summary>
    public static SanityUser Reader { get; } = new("gReader", "Vera Viewer", SanityRole.Viewer);

    /// <summary>The robot that has a role's token.</summary>
    public static SanityUser Robot(SanityRole role) => new($"p{role}", $"{role} token", role);
}
