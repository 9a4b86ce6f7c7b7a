namespace Tandem.Sanity;

/// <summary>Every query that the adapter sends: constant texts, into which nothing is ever put; what varies goes into parameters.</summary>
/// <remarks>Parameters are JSON literals and safe for any text: <see href="https://www.sanity.io/docs/groq-parameters"/>.</remarks>
internal static class Groq
{
    /// <summary>Proves that the dataset can be read. Parameter: type.</summary>
    public const string Any = """*[_type == $type][0...1]{_id}""";

    /// <summary>The price documents, drafts included, that refer to a product, or to one of several. Parameters: type, id (or a list of ids), last, limit.</summary>
    public const string PricesOf = """*[_type == $type && references($id) && _id > $last] | order(_id asc)[0...$limit]{_id}""";

    /// <summary>Published documents after a place in the order of change, and how many there are in all, at one moment. Parameters: types, at, id, limit.</summary>
    public const string Changed = """
        [{"count": count(*[_type in $types && !(_id in path("drafts.**")) && !(_id in path("versions.**"))]),
          "changed": *[_type in $types && (_updatedAt > $at || (_updatedAt == $at && _id > $id)) && !(_id in path("drafts.**")) && !(_id in path("versions.**"))]
            | order(_updatedAt asc, _id asc)[0...$limit]{_id, _type, _rev, _updatedAt, "product": product._ref}}]
        """;

    /// <summary>The published documents that changed last, and how many there are in all, at one moment. Parameters: types, limit.</summary>
    public const string Newest = """
        [{"count": count(*[_type in $types && !(_id in path("drafts.**")) && !(_id in path("versions.**"))]),
          "changed": *[_type in $types && !(_id in path("drafts.**")) && !(_id in path("versions.**"))]
            | order(_updatedAt desc, _id desc)[0...$limit]{_id, _type, _rev, _updatedAt}}]
        """;

    /// <summary>Published documents in the order of their ids. Parameters: types, last, limit.</summary>
    public const string Listed = """
        *[_type in $types && _id > $last && !(_id in path("drafts.**")) && !(_id in path("versions.**"))]
        | order(_id asc)[0...$limit]{_id, _type, _rev, _createdAt, stripeProductId, stripePriceId}
        """;

    /// <summary>Whole published documents of a type in the order of their ids. Parameters: type, last, limit.</summary>
    public const string Shown = """
        *[_type == $type && _id > $last && !(_id in path("drafts.**")) && !(_id in path("versions.**"))] | order(_id asc)[0...$limit]
        """;

    /// <summary>
    /// What editors ask for in the Studio; what has the type of a request and is none only when it has lain there for long. Parameters: last, stale, limit.
    /// </summary>
    public const string Requests = """
        *[_type == "stripeSync.request" && _id > $last && (_id in path("stripeSync.request.*") || _updatedAt < $stale)]
        | order(_id asc)[0...$limit]{_id, _rev, _updatedAt, nonce, documentId, action, field, keep}
        """;

    /// <summary>Published documents, for a listener. Parameter: types.</summary>
    public const string Published = """*[_type in $types && !(_id in path("drafts.**")) && !(_id in path("versions.**"))]""";

    /// <summary>Requests, for a listener.</summary>
    public const string Asked = """*[_type == "stripeSync.request"]""";

    /// <summary>An uploaded picture by the hash of its content. Parameter: hash.</summary>
    public const string Hashed = """*[_type == "sanity.imageAsset" && sha1hash == $hash][0...1]{_id}""";

    /// <summary>How many published documents of a type there are, as a list of one number. Parameter: type.</summary>
    public const string Counted = """
        [count(*[_type == $type && !(_id in path("drafts.**")) && !(_id in path("versions.**"))])]
        """;

    /// <summary>The published documents of a type that changed last, whole. Parameters: type, limit.</summary>
    public const string Sampled = """
        *[_type == $type && !(_id in path("drafts.**")) && !(_id in path("versions.**"))] | order(_updatedAt desc)[0...$limit]
        """;

    /// <summary>A document with the seed's other spelling of the flag. Parameter: types.</summary>
    public const string WrongFlag = """*[_type in $types && defined(_updatedFromStripe)][0...1]{_id}""";

    /// <summary>An uploaded picture.</summary>
    public const string AnyPicture = """*[_type == "sanity.imageAsset"][0...1]{_id}""";

    /// <summary>The documents between the service and the Studio plugin. Parameters: last, limit.</summary>
    public const string Private = """
        *[_id in path("stripeSync.**") && _id > $last] | order(_id asc)[0...$limit]{_id, _rev}
        """;

    /// <summary>Documents, drafts and versions included, that hold mirrors. Parameters: types, last, limit.</summary>
    public const string Mirrored = """
        *[_type in $types && _id > $last && (defined(stripeProductId) || defined(stripePriceId) || defined(updatedFromStripe))]
        | order(_id asc)[0...$limit]{_id, _rev, stripeProductId, stripePriceId, updatedFromStripe}
        """;

    /// <summary>Documents, drafts and versions included, whole. Parameters: types, last, limit.</summary>
    public const string Whole = """*[_type in $types && _id > $last] | order(_id asc)[0...$limit]""";

    /// <summary>What our webhook sends of a change: enough to find the document, which is read again.</summary>
    public const string HookProjection = """
        {"op": delta::operation(), "id": coalesce(after()._id, before()._id), "type": coalesce(after()._type, before()._type),
         "rev": after()._rev, "prevRev": before()._rev, "updatedAt": after()._updatedAt}
        """;

    /// <summary>Documents, their drafts and their versions where the flag is still set. Parameters: ids, drafts.</summary>
    public const string Flagged = """
        *[updatedFromStripe == true && (_id in $ids || _id in $drafts || (_id in path("versions.**") && string::split(_id, ".")[2] in $ids))]
        """;
}
