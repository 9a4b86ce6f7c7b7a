namespace Tandem.Sandbox.Sanity;

/// <summary>Changes in Mendoza's format, in its most trivial form: "the new document is this".</summary>
/// <remarks>https://github.com/sanity-io/mendoza: opcode 0 puts a literal value; the Studio applies it like any other.</remarks>
internal static class Mendoza
{
    /// <summary>The patches there and back.</summary>
    public static Value.Map Effects(DocumentChange change) => Value.Map.Empty
        .With("apply", Literal(change.After))
        .With("revert", Literal(change.Before));

    private static Value.List Literal(Value.Map? document) => new([Value.Of(0), (Value?)document?.Without("_rev") ?? Value.Null]);
}
