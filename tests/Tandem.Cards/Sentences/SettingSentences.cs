using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Cards;

/// <summary>How the service is set up.</summary>
internal static class SettingSentences
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Setting, "tandem.json says {json}", (stage, words) => Configure(stage, words["json"])),
        new(Role.Setting, "Conflicts of {field} are decided by {judge}", (stage, words) =>
            Change(stage, words.Field, rule => rule with { Winner = words["judge"] switch { "Sanity" => Winner.Sanity, "Stripe" => Winner.Stripe, _ => Winner.Ask } })),
        new(Role.Setting, "The field {field} goes to {vendor} only", (stage, words) =>
            Change(stage, words.Field, rule => words.IsStripe ? rule with { Direction = Direction.ToStripe } : rule with { Direction = Direction.ToSanity, Winner = Winner.Stripe })),
        new(Role.Setting, "Archived prices are imported too", (stage, _) => stage.Policy = stage.Policy with { ImportsArchivedPrices = true }),
        new(Role.Setting, "The guard lets {count} archives a day through", (stage, words) => stage.ArchiveFloor = words.Count()),
    ];

    // A host from which pictures may be fetched is there, and has every picture under its name.
    private static void Configure(Stage stage, string json)
    {
        Assert.True(stage.Policy == Policy.Default, "tandem.json comes before all other settings.");
        (stage.Policy, stage.Schema) = MappingFile.Read(json);
        if (stage.Schema.Fields.Any(field => field.Downloads is not null))
        {
            stage.Pictures = FieldWords.PictureNames.Aggregate(new PictureHost(), (host, name) => host.Has($"/{name}.png", FieldWords.PictureContent(name)));
        }
    }

    private static void Change(Stage stage, string field, Func<FieldRule, FieldRule> change) =>
        stage.Policy = stage.Policy with { Rules = [.. stage.Policy.Rules.Select(rule => rule.Field == field ? change(rule) : rule)] };
}
