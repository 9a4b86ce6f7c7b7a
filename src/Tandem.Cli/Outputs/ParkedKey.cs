using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>How parked work is named on the command line: <c>default/product/mug</c>.</summary>
internal static class ParkedKey
{
    /// <summary>The name of a piece of work.</summary>
    public static string Of(WorkKey key) => key.ToString();

    /// <summary>Whether somebody means this work: by its whole name or by its id alone.</summary>
    public static bool Means(string wanted, WorkKey key) => wanted == Of(key) || wanted == key.Id;
}
