namespace Tandem.Cards;

/// <summary>Which of the service's calls a card speaks of.</summary>
public static class Calls
{
    /// <summary>How cards name them.</summary>
    public const string Pattern = "([0-9]+ )?(call|read|write|product creation|price creation|product update|price update|listing)s?";

    /// <summary>How many are meant.</summary>
    public static int Count(string text) => text[0] is >= '0' and <= '9' ? int.Parse(text.Split(' ')[0]) : 1;

    /// <summary>Whether a call is meant.</summary>
    public static bool Matches(string text, string method, string path) => Kind(text) switch
    {
        "call" => true,
        "read" => !IsWrite(method, path),
        "write" => IsWrite(method, path),
        "product creation" => method == "POST" && path == "/v1/products",
        "price creation" => method == "POST" && path == "/v1/prices",
        "product update" => method == "POST" && path.StartsWith("/v1/products/", StringComparison.Ordinal),
        "price update" => method == "POST" && path.StartsWith("/v1/prices/", StringComparison.Ordinal),
        "listing" => method == "GET" && path is "/v1/products" or "/v1/prices" || path.Contains("/data/export/", StringComparison.Ordinal),
        var other => throw new FormatException(other),
    };

    // Sanity's queries may be posted.
    private static bool IsWrite(string method, string path) => method != "GET" && !path.Contains("/data/query/", StringComparison.Ordinal);

    private static string Kind(string text) => text.TrimStart([.. "0123456789 "]).TrimEnd('s');
}
