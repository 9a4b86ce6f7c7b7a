using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>One line of the mapping: how a canonical field is read from Stripe's JSON and written through Stripe's API.</summary>
/// <typeparam name="TCreate">The SDK's parameters for making the object.</typeparam>
/// <typeparam name="TUpdate">The SDK's parameters for changing it.</typeparam>
internal sealed record StripeField<TCreate, TUpdate>
{
    /// <summary>The canonical name (<see cref="FieldNames"/>).</summary>
    public required string Name { get; init; }

    /// <summary>Stripe's own properties that it is made of; a dot goes one level down.</summary>
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary>What Stripe takes, for people.</summary>
    public required string Limit { get; init; }

    /// <summary>The canonical value that an object, or the <c>previous_attributes</c> of an event, shows.</summary>
    public required Func<JsonElement, FieldValue?> Read { get; init; }

    /// <summary>Why the object's value cannot be carried by this version, or null when it can.</summary>
    public Func<JsonElement, string?> Refuses { get; init; } = _ => null;

    /// <summary>What is wrong with a value that is to be written, or null when Stripe will take it. Null values are cleared.</summary>
    public required Func<FieldValue?, string?> Check { get; init; }

    /// <summary>Puts a value into a create; null when Stripe takes the field only later.</summary>
    public Action<TCreate, FieldValue>? OnCreate { get; init; }

    /// <summary>Puts a value into an update, or clears the field when the value is null; null when Stripe never changes it.</summary>
    /// <remarks>
    /// The SDK remembers that a property was assigned: assigning null to a clearable one sends an empty string, which wipes it.
    /// Only the field that changes may be touched here, and clearing is always written out as an empty value.
    /// </remarks>
    public Action<TUpdate, FieldValue?>? OnUpdate { get; init; }

    /// <summary>The line of a field: of the table, or of a key of the metadata; null when there is none.</summary>
    public static StripeField<TCreate, TUpdate>? Find(ImmutableArray<StripeField<TCreate, TUpdate>> table, string name) =>
        table.FirstOrDefault(field => field.Name == name) ?? (FieldNames.KeyOf(name) is { } key ? OfMetadata(key) : null);

    /// <summary>A field that lives in one key of the metadata; other keys are never touched. https://docs.stripe.com/api/metadata</summary>
    public static StripeField<TCreate, TUpdate> OfMetadata(string key) => new()
    {
        Name = FieldNames.OfKey(key),
        Paths = [FieldNames.OfKey(key)],
        Limit = $"text, up to {StripeMetadata.MaxValue} characters",
        Read = shown => FieldValue.OfText(shown.Metadata(key)),
        Check = value => StripeMetadata.Problem(key) ?? StripeChecks.Text(StripeMetadata.MaxValue)(value),
        OnCreate = (options, value) => Put(options, key, value),
        OnUpdate = (options, value) => Put(options, key, value),
    };

    private static void Put(object? options, string key, FieldValue? value)
    {
        var holder = (IHasMetadata)options!;
        (holder.Metadata ??= [])[key] = value.AsText();
    }

    /// <summary>A text in a property of the same name, of at most so many characters; cleared by an empty one.</summary>
    public static StripeField<TCreate, TUpdate> OfText(string name, int most, Action<TCreate, string> onCreate, Action<TUpdate, string> onUpdate) => new()
    {
        Name = name,
        Paths = [name],
        Limit = $"text, up to {most} characters",
        Read = shown => FieldValue.OfText(shown.Text(name)),
        Check = StripeChecks.Text(most),
        OnCreate = (options, value) => onCreate(options, value.AsText()),
        OnUpdate = (options, value) => onUpdate(options, value.AsText()),
    };
}

/// <summary>A line of the mapping for people: the docs are made from these.</summary>
/// <param name="Kind">The sort of object.</param>
/// <param name="Name">The canonical name.</param>
/// <param name="Paths">Stripe's own properties that it is made of.</param>
/// <param name="Limit">What Stripe takes.</param>
/// <param name="OnCreate">Whether it can be set when the object is made.</param>
/// <param name="OnUpdate">Whether it can be changed later; if not, a new price is needed.</param>
public sealed record StripeFieldLine(Kind Kind, string Name, ImmutableArray<string> Paths, string Limit, bool OnCreate, bool OnUpdate);
