using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>The Content Lake says no; carries what it answers.</summary>
internal sealed class LakeRefusalException(int status, Value.Map body) : Exception(ValueJson.Text(body))
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The JSON answer.</summary>
    public Value.Map Body { get; } = body;
}

/// <summary>One mutation is impossible; becomes an item of a <c>mutationError</c>.</summary>
internal sealed class MutationRefusedException(int status, string type, string description) : Exception(description)
{
    /// <summary>The HTTP status of the whole transaction.</summary>
    public int Status { get; } = status;

    /// <summary>The <c>type</c> of the item.</summary>
    public string Type { get; } = type;

    /// <summary>Further members of the item, which name ids and revisions.</summary>
    public ImmutableArray<KeyValuePair<string, Value>> Details { get; init; } = [];

    /// <summary>The mutation's place when it is not the one being applied: end-of-transaction checks.</summary>
    public int? Index { get; init; }
}

/// <summary>The exact error bodies of the Content Lake (facts/sanity.md §2.1).</summary>
internal static class Refusals
{
    /// <summary>A transaction or a list of actions with one impossible item.</summary>
    /// <param name="type"><c>mutationError</c> or <c>actionError</c>.</param>
    /// <param name="prefix">How the sentence starts.</param>
    /// <param name="item">What is impossible.</param>
    /// <param name="index">The place of the item.</param>
    public static LakeRefusalException Item(string type, string prefix, MutationRefusedException item, int index)
    {
        var error = new Value.Map([.. item.Details, Text("description", item.Message), Text("type", item.Type)]);
        var entry = Map([new("error", error), new("index", Value.Of(item.Index ?? index))]);
        return Lake(item.Status, type, $"{prefix}: {item.Message}", KeyValuePair.Create<string, Value>("items", new Value.List([entry])));
    }

    /// <summary>An error of the data API: an object under <c>error</c>.</summary>
    public static LakeRefusalException Lake(int status, string type, string description, params ReadOnlySpan<KeyValuePair<string, Value>> more)
    {
        var error = Map([Text("description", description), .. more, Text("type", type)]);
        return new LakeRefusalException(status, Map([new("error", error)]));
    }

    /// <summary>An error of the gateway: flat, with a status inside ("boom").</summary>
    public static LakeRefusalException Boom(int status, string error, string message, string? code = null)
    {
        var body = Map([new("statusCode", Value.Of(status)), Text("error", error), Text("message", message)]);
        return new LakeRefusalException(status, code is null ? body : body.With("errorCode", Value.Of(code)));
    }

    /// <summary>A request that makes no sense. The real type is not verified; the status is.</summary>
    public static LakeRefusalException Invalid(string description) => Lake(400, "validationError", description);

    /// <summary>A query that does not parse.</summary>
    public static LakeRefusalException Query(string query, GroqSyntaxException fault) => Lake(
        400,
        "queryParseError",
        fault.Message,
        Text("query", query),
        new("start", Value.Of(fault.Start)),
        new("end", Value.Of(fault.End)));

    /// <summary>The transaction id was used before: the write is already there.</summary>
    public static LakeRefusalException TransactionExists(string id) => Lake(409, "transactionAlreadyExistsError", $"Transaction with ID \"{id}\" already exists");

    /// <summary>Another revision than the caller expects.</summary>
    public static MutationRefusedException Revision(string id, string current, string expected) => new(
        409,
        "documentRevisionIDDoesNotMatchError",
        $"Document \"{id}\" has unexpected revision ID (\"{current}\"), expected \"{expected}\"")
    {
        Details = [Text("currentRevisionID", current), Text("expectedRevisionID", expected)],
    };

    /// <summary>A create of what exists.</summary>
    public static MutationRefusedException Exists(string id) =>
        new(409, "documentAlreadyExistsError", $"Document by ID \"{id}\" already exists") { Details = [Text("id", id)] };

    /// <summary>A patch of what does not exist.</summary>
    public static MutationRefusedException Missing(string id) =>
        new(409, "documentNotFoundError", $"The document with the ID \"{id}\" was not found") { Details = [Text("id", id)] };

    /// <summary>A delete of what others need.</summary>
    public static MutationRefusedException Referenced(string id, ImmutableArray<string> by, int index) => new(
        409,
        "documentHasExistingReferencesError",
        $"Document \"{id}\" cannot be deleted as there are references to it from \"{by[0]}\"")
    {
        Details = [Text("id", id), new("referencingIDs", Value.Of(by.Select(static from => Value.Of(from))))],
        Index = index,
    };

    /// <summary>A strong reference into the void.</summary>
    public static MutationRefusedException Dangling(string id, string to, int index) => new(
        409,
        "documentReferenceDoesNotExistError",
        $"Document \"{id}\" references non-existent document \"{to}\"")
    {
        Details = [Text("id", id), Text("referenceID", to)],
        Index = index,
    };

    /// <summary>The token may not do this.</summary>
    public static MutationRefusedException Permission(string permission) =>
        new(403, "insufficientPermissionsError", $"Insufficient permissions; permission \"{permission}\" required") { Details = [Text("permission", permission)] };

    /// <summary>A mutation that makes no sense in itself. The real type and status are not verified.</summary>
    public static MutationRefusedException Senseless(string description) => new(400, "validationError", description);

    private static Value.Map Map(ReadOnlySpan<KeyValuePair<string, Value>> members) => new([.. members]);

    private static KeyValuePair<string, Value> Text(string name, string text) => new(name, Value.Of(text));
}
