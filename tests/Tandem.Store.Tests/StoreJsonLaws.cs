using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Store.Tests;

/// <summary>What goes into the database comes out of it, to the last digit.</summary>
public sealed class StoreJsonLaws
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "a", "Mug ☕", "😀", "\0", "\"\\/\b\f\n\r\t", "\u2028\u202e", "é", "e\u0301", "</script>", "null"),
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 12]);

    private static readonly Gen<string> Name = Gen.OneOf("name", "active", "unit_amount", "metadata.brand", "a\"b", "Name");
    private static readonly Gen<decimal> Exact = Gen.OneOf(Gen.Decimal, Gen.OneOf(0m, -0.00m, 1.10m, 0.000000000001m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m));

    private static readonly Gen<FieldValue> Value = Gen.Recursive<FieldValue>((depth, inner) =>
    {
        var leaf = Gen.OneOf(
            Text.Select(FieldValue (text) => new FieldValue.Text(text)),
            Gen.Bool.Select(FieldValue (flag) => new FieldValue.Flag(flag)),
            Exact.Select(FieldValue (number) => new FieldValue.Number(number)),
            Text.Select(FieldValue (reference) => new FieldValue.Unresolved(reference)));
        return depth > 2
            ? leaf
            : Gen.Frequency(
                (3, leaf),
                (1, inner.Array[0, 3].Select(FieldValue (items) => new FieldValue.List([.. items]))),
                (1, FieldsOf(inner).Select(FieldValue (fields) => new FieldValue.Group(fields))));
    });

    private static readonly Gen<FieldValue?> Unset = Gen.OneOf(Gen.Const(default(FieldValue)), Value.Select(value => (FieldValue?)value));
    private static readonly Gen<string?> Id = Gen.OneOf(Gen.Const(default(string)), Text.Select(text => (string?)text));
    private static readonly Gen<DateTimeOffset> Moment = Gen.Long[0, 4_000_000_000_000].Select(ticks => DateTimeOffset.UnixEpoch.AddTicks(ticks * 7));
    private static readonly Gen<Side> Sides = Gen.OneOf(Side.Sanity, Side.Stripe);
    private static readonly Gen<Kind> Kinds = Gen.OneOf(Kind.Product, Kind.Price);
    private static readonly Gen<FieldChange> FieldChanges = Gen.Select(Name, Unset, Unset, (name, from, to) => new FieldChange(name, from, to));
    private static readonly Gen<ImmutableSortedDictionary<string, AgreedValue>> Agreed = MapOf(Gen.Select(Unset, Unset, (sanity, stripe) => new AgreedValue(sanity, stripe)));
    private static readonly Gen<ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>>> Known = MapOf(Unset.Array[0, 3].Select(values => values.ToImmutableArray()));

    private static readonly Gen<SlotRecord> Slots =
        from slot in Text
        from price in Id
        from generation in Gen.Int
        from isGone in Gen.Bool
        from agreed in Agreed
        from lineage in Text.Array[0, 3]
        from published in Known
        from overwritten in MapOf(Unset)
        from revision in Id
        select new SlotRecord
        {
            Slot = slot,
            PriceId = price,
            Generation = generation,
            IsGone = isGone,
            Agreed = agreed,
            Lineage = [.. lineage],
            Published = published,
            Overwritten = overwritten,
            Revision = revision,
        };

    private static readonly Gen<ProductRecord> Records =
        from document in Text
        from stripe in Id
        from link in Gen.Enum<LinkState>()
        from lost in Gen.OneOf<TombstoneCause?>(null, TombstoneCause.DocumentGone, TombstoneCause.StripeGone)
        from sequence in Gen.Long
        from agreed in Agreed
        from slots in Slots.Array[0, 2]
        from published in Known
        from mapping in Text
        select new ProductRecord
        {
            Key = new ProductKey("shop", document),
            StripeId = stripe,
            Link = link,
            Lost = lost,
            Sequence = sequence,
            Generation = (int)(sequence % 100),
            Agreed = agreed,
            Slots = [.. slots],
            Published = published,
            Overwritten = agreed.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Stripe, StringComparer.Ordinal),
            Revision = stripe,
            Mapping = mapping,
        };

    private static readonly Gen<DraftChange> Drafts = Gen.Select(Text, Text, FieldChanges.Array[0, 2], Id, (id, revision, fields, mirror) => new DraftChange(id, revision, [.. fields], mirror));

    private static readonly Gen<Change> Changes =
        from side in Sides
        from kind in Kinds
        from text in Text
        from id in Id
        from flag in Gen.Bool
        from fields in FieldsOf(Value)
        from changes in FieldChanges.Array[0, 3]
        from drafts in Drafts.Array[0, 2]
        from ids in Text.Array[0, 3]
        from which in Gen.Int[0, 2]
        select which switch
        {
            0 => (Change)new Change.Create { Side = side, Kind = kind, Reason = text, Slot = id, Mirror = id, MirrorsPrice = flag, Id = id, Fields = fields, ProductId = id, Operation = id, TakesLookupKey = flag, AddPrices = [.. ids], Owed = [.. ids] },
            1 => new Change.Update { Side = side, Kind = kind, Reason = text, Slot = id, Mirror = id, MirrorsPrice = flag, Id = text, Revision = id, Fields = [.. changes], Drafts = [.. drafts], AddPrices = [.. ids], TakesLookupKey = flag, Owed = [.. ids], DefaultWas = id },
            _ => new Change.Unflag { Side = side, Kind = kind, Reason = text, Slot = id, Mirror = id, Ids = [.. ids] },
        };

    private static readonly Gen<Intent> Intents =
        from token in Text
        from side in Sides
        from changes in Changes.Array[0, 3]
        from state in Gen.Enum<IntentState>()
        from attempt in Gen.Int
        from isSeen in Gen.Bool
        from at in Moment
        select new Intent { Token = token, Key = new ProductKey("shop", token), Side = side, Changes = [.. changes], State = state, Operation = token, Attempt = attempt, IsSeen = isSeen, At = at };

    [Fact]
    public void A_value_comes_back_equal() => Value.Sample(value => Equals(RoundTrip(value), value), iter: 20_000);

    [Fact]
    public void A_record_comes_back_whole() => Records.Sample(IsKept, iter: 300);

    [Fact]
    public void An_intent_comes_back_whole() => Intents.Sample(IsKept, iter: 300);

    [Fact]
    public void A_conflict_comes_back_whole() =>
        Gen.Select(Kinds, Text, Name, Unset, Unset, Unset, Gen.Enum<Winner>(), Text, (kind, at, field, agreed, sanity, stripe, winner, reason) => new Conflict(kind, at, field, agreed, sanity, stripe, winner, reason))
            .Sample(IsKept, iter: 300);

    [Fact]
    public void A_held_change_comes_back_whole() =>
        Gen.Select(Sides, Text, Name, FieldChanges.Array[0, 3], (side, text, field, changes) => new HeldChange(side, text, text, field, text, [.. changes])).Sample(IsKept, iter: 300);

    [Fact]
    public void A_journal_entry_comes_back_whole() =>
        Gen.Select(Text, Moment, FieldChanges.Array[0, 3], Id, Gen.OneOf(Gen.Const(default(Side?)), Sides.Select(side => (Side?)side)), Gen.Double[0, 1e9], Gen.Select(Kinds, Unset, Unset).Array[0, 2], (text, at, fields, request, side, took, agreed) =>
                new JournalEntry
                {
                    At = at, Connection = text, DocumentId = text, Type = "write", Text = text, Fields = [.. fields], RequestId = request, Side = side, Milliseconds = request is null ? null : took,
                    Kind = side is null ? null : Kind.Price, Object = request,
                    Agreed = [.. agreed.Select(change => new AgreedChange(change.Item1, text, text, new AgreedValue(change.Item2, change.Item3), new AgreedValue(change.Item3, change.Item2)))],
                })
            .Sample(IsKept, iter: 300);

    [Fact]
    public void A_journal_entry_of_an_earlier_version_lacks_members_and_is_read()
    {
        var entry = StoreJson.Read<JournalEntry>(
            """
            {"number":0,"at":"2026-11-29T12:00:00+00:00","connection":"shop","documentId":"mug","type":"write","side":"stripe","text":"product prod_1: name",
             "fields":[{"field":"name","from":"Mug","to":"Cup","shown":null}],"requestId":"req_1","milliseconds":12.5}
            """);

        Assert.Equal(("write", null, null, "req_1", 0), (entry.Type, entry.Kind, entry.Object, entry.RequestId, entry.Agreed.Length));
        Assert.Equal(new FieldValue.Text("Cup"), Assert.Single(entry.Fields).To);
    }

    [Fact]
    public void Object_ids_come_back_from_their_text() =>
        Gen.Select(Sides, Kinds, Text, (side, kind, id) => new ObjectId(side, kind, id)).Sample(id => ObjectId.Parse(id.ToString()) == id);

    [Theory]
    [InlineData("""{"number":12.5}""")]
    [InlineData("""{"number":"1e3"}""")]
    [InlineData("""{"number":"12.5","more":1}""")]
    [InlineData("""{"amount":"12.5"}""")]
    [InlineData("""{"group":null}""")]
    [InlineData("""{"group":{"a":"1","a":"2"}}""")]
    [InlineData("""{"group":{"a":null}}""")]
    [InlineData("""["a",null]""")]
    [InlineData("12.5")]
    [InlineData("{}")]
    public void What_is_no_value_is_refused(string json) =>
        Assert.ThrowsAny<Exception>(() => StoreJson.Read<FieldValue>(json));

    [Theory]
    [InlineData("""{"key":{"connection":"shop","documentId":"mug"},"colour":"red"}""")]
    [InlineData("""{"key":{"connection":"shop","documentId":"mug"},"key":{"connection":"shop","documentId":"cup"}}""")]
    [InlineData("""{"key":{"connection":"shop"}}""")]
    [InlineData("""{"stripeId":"prod_1"}""")]
    [InlineData("""{"key":{"connection":"shop","documentId":"mug"},"link":"lively"}""")]
    [InlineData("""{"key":{"connection":"shop","documentId":"mug"},"link":2}""")]
    [InlineData("""{"key":{"connection":"shop","documentId":"mug"},"mapping":null}""")]
    [InlineData("""{"Key":{"connection":"shop","documentId":"mug"}}""")]
    public void What_is_no_record_is_refused(string json) =>
        Assert.Throws<JsonException>(() => StoreJson.Read<ProductRecord>(json));

    [Fact]
    public void A_broken_text_is_refused_rather_than_changed()
    {
        Assert.ThrowsAny<Exception>(() => StoreJson.Write<FieldValue>(new FieldValue.Text("\ud800")));
        Assert.ThrowsAny<Exception>(() => StoreJson.Write<FieldValue>(new FieldValue.Unresolved("a\udc00b")));
    }

    [Fact]
    public void A_record_of_an_earlier_version_lacks_members_and_is_read()
    {
        var record = StoreJson.Read<ProductRecord>("""{"key":{"connection":"shop","documentId":"mug"}}""");

        Assert.Equivalent(new ProductRecord { Key = new ProductKey("shop", "mug") }, record, strict: true);
    }

    [Fact]
    public void The_form_on_disk_is_this_one()
    {
        var value = new FieldValue.Group(Fields.Of(
            ("text", new FieldValue.Text("Mug ☕")),
            ("flag", new FieldValue.Flag(true)),
            ("number", new FieldValue.Number(12.50m)),
            ("list", new FieldValue.List([new FieldValue.Text("a")])),
            ("reference", new FieldValue.Unresolved("p1"))));

        Assert.Equal(
            """{"group":{"flag":true,"list":["a"],"number":{"number":"12.5"},"reference":{"unresolved":"p1"},"text":"Mug ☕"}}""",
            StoreJson.Write<FieldValue>(value));
        Assert.Contains("\"change\":\"unflag\"", StoreJson.Write<Change>(new Change.Unflag { Side = Side.Sanity, Kind = Kind.Product, Reason = "", Ids = [] }), StringComparison.Ordinal);
    }

    private static T RoundTrip<T>(T value) => StoreJson.Read<T>(StoreJson.Write(value));

    // Equal text proves the order of lists; equivalence proves that no member was left out of the text.
    private static bool IsKept<T>(T value)
        where T : class
    {
        var back = RoundTrip(value);
        Assert.Equivalent(value, back, strict: true);
        return StoreJson.Write(back) == StoreJson.Write(value);
    }

    private static Gen<Fields> FieldsOf(Gen<FieldValue> values) =>
        Gen.Select(Name, values).Array[0, 3].Select(pairs => Fields.Of(pairs.Select(pair => (pair.Item1, (FieldValue?)pair.Item2))));

    private static Gen<ImmutableSortedDictionary<string, T>> MapOf<T>(Gen<T> values) =>
        Gen.Select(Name, values).Array[0, 3].Select(pairs => pairs.Aggregate(
            ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal),
            (map, pair) => map.SetItem(pair.Item1, pair.Item2)));
}
