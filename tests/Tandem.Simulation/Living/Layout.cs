using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Simulation;

/// <summary>
/// How documents hold their fields in a schedule. People and checks speak of products and prices with the usual names; what is written and read in the dataset is
/// translated here, without the product's own code.
/// </summary>
internal class Layout
{
    protected Layout(string name, SanitySchema schema) => (Name, Schema) = (name, schema);

    /// <summary>The usual names.</summary>
    public static Layout Usual { get; } = new("usual", SanitySchema.Default);

    /// <summary>Other names, nested fields, entries of lists, metadata as a list, amounts in main units, and the rarer fields.</summary>
    public static Layout Moved { get; } = new MovedLayout();

    /// <summary>Prices are entries of a list in their product's document.</summary>
    public static Layout Embedded { get; } = new EmbeddedLayout();

    /// <summary>All of them.</summary>
    public static IEnumerable<Layout> All => [Usual, Moved, Embedded];

    /// <summary>What it is called in the totals.</summary>
    public string Name { get; }

    /// <summary>What the product is told of it.</summary>
    public SanitySchema Schema { get; }

    /// <summary>Whether prices are parts of their products' documents.</summary>
    public bool IsEmbedded => this == Embedded;

    /// <summary>What a product's name is called.</summary>
    public virtual string Title => "name";

    /// <summary>The field by which an editor says that a product is to be left alone; null where there is none.</summary>
    public virtual string? LeftAlone => null;

    /// <summary>The policy with the places that the mapping names.</summary>
    public virtual Policy In(Policy policy) => policy;

    /// <summary>A new document.</summary>
    public virtual JsonObject Document(JsonObject usual) => usual;

    /// <summary>What a person types, as the patches that the Studio would send: one after the other, the parents first.</summary>
    /// <param name="id">The product or price into which it is typed.</param>
    /// <param name="usual">With the usual names.</param>
    /// <param name="current">The document as the person sees it.</param>
    public virtual IEnumerable<JsonObject> Patches(string id, JsonObject usual, JsonObject? current) => [usual];

    /// <summary>The products and prices that a document of the dataset holds, with the usual names.</summary>
    public virtual IEnumerable<JsonObject> Read(JsonObject held) => [held];
}
