namespace Tandem.Sandbox;

/// <summary>A parsed form: a text, or fields in the order of their first appearance.</summary>
/// <remarks>Nesting by brackets: <c>a[b]=</c>, <c>a[0]=</c>, <c>a[]=</c>; of a repeated key the last value counts.</remarks>
internal sealed class StripeForm
{
    private const int DeepestNesting = 10;
    private readonly List<KeyValuePair<string, StripeForm>> _fields = [];

    public string? Text { get; private set; }

    public IReadOnlyList<KeyValuePair<string, StripeForm>> Fields => _fields;

    public bool IsGroup => Text is null;

    public static StripeForm Parse(string encoded)
    {
        var root = new StripeForm();
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            var key = Decoded(cut < 0 ? pair : pair[..cut]);
            root.Put(Path(key), Decoded(cut < 0 ? "" : pair[(cut + 1)..]), key);
        }

        return root;
    }

    public static StripeForm Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var root = new StripeForm();
        foreach (var (key, value) in pairs)
        {
            root.Put(Path(key), value, key);
        }

        return root;
    }

    public StripeForm? Find(string name) => _fields.FirstOrDefault(field => field.Key == name).Value;

    /// <summary>The same parameters in one canonical line, whatever their order: what an idempotency key is bound to.</summary>
    public string Fingerprint() => Text is { } text
        ? Uri.EscapeDataString(text)
        : $"{{{string.Join('&', _fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={field.Value.Fingerprint()}").Order(StringComparer.Ordinal))}}}";

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static List<string> Path(string key)
    {
        var open = key.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0 || !key.EndsWith(']'))
        {
            return [key];
        }

        List<string> path = [key[..open], .. key[(open + 1)..^1].Split("][")];
        return path.Count <= DeepestNesting ? path : throw StripeErrors.Invalid("Invalid request: parameters are nested too deeply.", key);
    }

    private void Put(List<string> path, string value, string key)
    {
        var node = this;
        for (var depth = 0; depth < path.Count; depth++)
        {
            if (node.Text is not null)
            {
                throw StripeErrors.Invalid($"Invalid request: '{key}' is given both as a value and as a group.", path[0]);
            }

            node = path[depth].Length == 0 ? node.Item(path, depth) : node.Field(path[depth]);
        }

        if (node._fields.Count > 0)
        {
            throw StripeErrors.Invalid($"Invalid request: '{key}' is given both as a value and as a group.", path[0]);
        }

        node.Text = value;
    }

    private StripeForm Field(string name)
    {
        if (Find(name) is { } known)
        {
            return known;
        }

        var field = new StripeForm();
        _fields.Add(new KeyValuePair<string, StripeForm>(name, field));
        return field;
    }

    // "tiers[][up_to]=1&tiers[][unit_amount]=2&tiers[][up_to]=inf": a key that the last item has already begins a new item.
    private StripeForm Item(List<string> path, int depth)
    {
        if (depth + 1 < path.Count && _fields.Count > 0 && _fields[^1].Value is { Text: null } last && last.Find(path[depth + 1]) is null)
        {
            return last;
        }

        return Field(_fields.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
