using System.Collections;
using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What an object shows, field by field, by canonical field name. A field that is not in here is unset.</summary>
public sealed class Fields : IEquatable<Fields>, IEnumerable<KeyValuePair<string, FieldValue>>
{
    private readonly ImmutableSortedDictionary<string, FieldValue> _values;

    private Fields(ImmutableSortedDictionary<string, FieldValue> values) => _values = values;

    /// <summary>An object that shows nothing.</summary>
    public static Fields None { get; } = new(ImmutableSortedDictionary.Create<string, FieldValue>(StringComparer.Ordinal));

    /// <summary>The names of the set fields in ordinal order.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>How many fields are set.</summary>
    public int Count => _values.Count;

    /// <summary>What a field shows; null when it is unset.</summary>
    public FieldValue? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The same fields with one of them set, or unset when the value is null.</summary>
    public Fields With(string name, FieldValue? value) =>
        new(value is null ? _values.Remove(name) : _values.SetItem(name, value));

    /// <summary>Only those fields whose name a condition accepts.</summary>
    public Fields Only(Func<string, bool> accepts) =>
        new(_values.Where(pair => accepts(pair.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>Fields from pairs; pairs without a value are left out.</summary>
    public static Fields Of(params IEnumerable<(string Name, FieldValue? Value)> pairs) =>
        pairs.Aggregate(None, (fields, pair) => fields.With(pair.Name, pair.Value));

    /// <inheritdoc/>
    public bool Equals(Fields? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Fields);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _values.Aggregate(17, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <summary>The canonical text: equal fields print equally.</summary>
    public override string ToString() => "{" + string.Join(", ", _values.Select(pair => $"{pair.Key}: {pair.Value}")) + "}";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, FieldValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One field going from one value to another; null is unset.</summary>
/// <param name="Field">The canonical name.</param>
/// <param name="From">What the side showed when the change was planned.</param>
/// <param name="To">What it is to show.</param>
public sealed record FieldChange(string Field, FieldValue? From, FieldValue? To)
{
    /// <summary>What the side will show instead, where it keeps the value in a form of its own: pictures from elsewhere become its own. Null when it shows the value.</summary>
    public FieldValue? Shown { get; init; }

    /// <summary>What the side shows once this is written.</summary>
    public FieldValue? Result => Shown ?? To;

    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {From?.ToString() ?? "unset"} → {To?.ToString() ?? "unset"}{(Shown is null ? "" : $", shown as {Shown}")}";
}
