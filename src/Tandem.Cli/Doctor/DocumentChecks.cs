using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sanity;

namespace Tandem.Cli.Doctor;

/// <summary>The mapping against what the documents of the dataset show.</summary>
internal static class DocumentChecks
{
    /// <summary>The checks.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        new("documents", Needs.Sanity, "There are documents of the types in tandem.json.", "Name your types in tandem.json: docs/CONFIGURATION.md.", Documents),
        new("product-fields", Needs.Sanity, "Documents of products have the fields that are carried.", "Name the fields in tandem.json as your schema has them.", FieldsOf(Kind.Product)),
        new("price-fields", Needs.Sanity, "Prices have the fields that are carried.", "Name the fields in tandem.json as your schema has them.", FieldsOf(Kind.Price)),
        new("flag-name", Needs.Sanity, "No document has _updatedFromStripe: a Studio with a field of that name does not start.", "Rename the field to updatedFromStripe in your schema.", FlagName),
        new("pictures", Needs.Sanity, "Stripe can fetch the pictures of the dataset without a token.", "Make the assets public, or leave images out in tandem.json: \"images\": false.", Pictures),
    ];

    private static async Task<Finding> Documents(Examination examined, CancellationToken cancellation)
    {
        var (products, prices) = (await examined.Sample(Kind.Product, cancellation), await examined.Sample(Kind.Price, cancellation));
        if ((products.Fault ?? prices.Fault) is { } fault)
        {
            return Finding.Skipped(fault.Message);
        }

        var isEmbedded = examined.Settings!.Mapping.Schema.Embedded is not null;
        return (products.Value!, prices.Value!) switch
        {
            ({ Count: 0 } none, _) => Finding.Warning($"There is no published document of the type {none.Type}. Fine in a new dataset; else your type has another name."),
            (_, { Count: 0 } none) when !isEmbedded => Finding.Note($"There is no published document of the type {none.Type}, so nothing has a price.", "Fine when you have none yet."),
            var (all, priced) => Finding.Good(isEmbedded ? $"{all.Count} of {all.Type}" : $"{all.Count} of {all.Type}, {priced.Count} of {priced.Type}"),
        };
    }

    private static Func<Examination, CancellationToken, Task<Finding>> FieldsOf(Kind kind) => async (examined, cancellation) =>
    {
        var sample = await examined.Sample(kind, cancellation);
        if (sample.Value is not { } shown)
        {
            return Finding.Skipped(sample.Fault!.Message);
        }

        if (shown.Looked == 0)
        {
            return Finding.Skipped("there are none");
        }

        var unused = shown.Fields.Where(field => field.Count == 0).ToList();
        var needed = unused.Where(field => field.IsNeeded).ToList();

        // A place that somebody has named, and that no document has, is probably a slip; a usual one that nobody uses is not.
        var named = unused.Where(field => SanitySchema.Usual(kind, field.Field)?.Name != field.Name).ToList();
        return needed.Count > 0 ? Finding.Wrong($"None of the newest {shown.Looked} has {List(needed)}, without which nothing can be carried.")
            : named.Count > 0 ? Finding.Warning($"None of the newest {shown.Looked} has {List(named)}: a slip in tandem.json?")
            : Finding.Good($"seen in the newest {shown.Looked}");
    };

    private static async Task<Finding> FlagName(Examination examined, CancellationToken cancellation)
    {
        var found = await examined.Inspection.WrongFlag(cancellation);
        return found switch
        {
            { Fault: { } fault } => Finding.Skipped(fault.Message),
            { Value.Id: { } id } => Finding.Warning($"The document {id} has it. Names with an underscore in front are Sanity's own."),
            _ => Finding.Good("none has"),
        };
    }

    private static async Task<Finding> Pictures(Examination examined, CancellationToken cancellation)
    {
        if (examined.IsLocal && !examined.HasPictureWire)
        {
            return Finding.Skipped("the vendors are stand-ins on this machine");
        }

        if (examined.Settings!.Mapping.Policy.Rule(Kind.Product, FieldNames.Images)?.Direction is null or Direction.Off)
        {
            return Finding.Skipped("pictures are not carried");
        }

        var look = await examined.Inspection.Picture(cancellation);
        return look switch
        {
            { Fault: { } fault } => Finding.Skipped(fault.Message),
            { Value.Address: null } => Finding.Good("the dataset has none"),
            { Value.Fault: null } => Finding.Good("they are"),
            { Value: { Fault: CatalogFault.Refused } seen } => Finding.Wrong($"{seen.Address} is not shown to everybody."),
            { Value: var seen } => Finding.Warning(seen!.Fault!.Message, "Try again; see that this machine can reach cdn.sanity.io."),
        };
    }

    private static string List(IEnumerable<FieldUse> fields) => string.Join(", ", fields.Select(field => $"{field.Name} ({field.Field})"));
}
