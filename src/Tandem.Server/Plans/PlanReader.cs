using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tandem.Server;

/// <summary>Reads a plan file, product by product: however long it is, only one product is in memory.</summary>
/// <remarks>It comes from outside: what the format does not know, says twice or leaves out is refused, and so is a product whose order is not for the changes beside it.</remarks>
public sealed class PlanReader
{
    private const string Products = "products";
    private const int First = 64 * 1024;
    private const int LongestProduct = 16 * 1024 * 1024;

    private readonly Stream _input;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<PlanEntry> _entries = [];
    private byte[] _buffer = new byte[First];
    private int _filled;
    private JsonReaderState _state;
    private Place _at = Place.Outside;
    private string _member = "";
    private PlanHead? _head;

    private PlanReader(Stream input) => _input = input;

    private enum Place
    {
        Outside,
        InPlan,
        InProducts,
        Ended,
    }

    /// <summary>Which pair the plan is for.</summary>
    public PlanHead Head => _head ?? throw Refused("it does not say which connection it is for");

    /// <summary>Opens a plan and reads which pair it is for.</summary>
    /// <param name="input">The file; it stays the caller's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlanRefusedException">It is no plan, or one of another version.</exception>
    public static async Task<PlanReader> Open(Stream input, CancellationToken cancellation)
    {
        var reader = new PlanReader(input);
        while (!reader._seen.Contains(Products) && await reader.Read(cancellation))
        {
        }

        return reader._seen.Contains(Products) ? reader : throw Refused("it has no products");
    }

    /// <summary>The products in their order.</summary>
    /// <exception cref="PlanRefusedException">The file is cut, or was changed so that it does not fit itself.</exception>
    public async IAsyncEnumerable<PlanEntry> Entries([EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            while (_entries.TryDequeue(out var entry))
            {
                yield return entry;
            }
        }
        while (await Read(cancellation) || _entries.Count > 0);

        if (_at != Place.Ended)
        {
            throw Refused("it is cut off");
        }
    }

    // One portion more; false when the file has ended.
    private async Task<bool> Read(CancellationToken cancellation)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length < LongestProduct ? _buffer.Length * 2 : throw Refused("one of its products is longer than any plan's"));
        }

        var read = await _input.ReadAsync(_buffer.AsMemory(_filled), cancellation);
        _filled += read;
        try
        {
            var used = Take(_buffer.AsSpan(0, _filled), isLast: read == 0);
            _buffer.AsSpan(used, _filled - used).CopyTo(_buffer);
            _filled -= used;
        }
        catch (JsonException wrong)
        {
            throw Refused(read == 0 ? "it is cut off" : Visible.Text(wrong.Message), wrong);
        }

        return read > 0;
    }

    private int Take(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        while (true)
        {
            var before = reader;
            if (!reader.Read() || !Take(ref reader, bytes, isLast))
            {
                _state = before.CurrentState;
                return (int)before.BytesConsumed;
            }
        }
    }

    // False when the value is not there as a whole yet.
    private bool Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, bool isLast)
    {
        switch (_at, reader.TokenType)
        {
            case (Place.Outside, JsonTokenType.StartObject):
                _at = Place.InPlan;
                return true;
            case (Place.InPlan, JsonTokenType.PropertyName):
                _member = reader.GetString()!;
                return _seen.Add(_member) ? true : throw new JsonException($"\"{_member}\" is in it twice.");
            case (Place.InPlan, JsonTokenType.StartArray) when _member == Products:
                _at = Place.InProducts;
                return Head is not null;
            case (Place.InPlan, JsonTokenType.EndObject):
                _at = Place.Ended;
                return true;
            case (Place.InProducts, JsonTokenType.EndArray):
                _at = Place.InPlan;
                return true;
            case (Place.Outside or Place.Ended, _):
                throw new JsonException("It is no object.");
            default:
                return Value(ref reader, bytes, isLast);
        }
    }

    private bool Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, bool isLast)
    {
        var start = (int)reader.TokenStartIndex;
        if (!(isLast ? Skip(ref reader) : reader.TrySkip()))
        {
            return false;
        }

        var value = bytes[start..(int)reader.BytesConsumed];
        switch (_at, _member)
        {
            case (Place.InProducts, _):
                Add(JsonSerializer.Deserialize<PlanEntry>(value, PlanJson.Options) ?? throw new JsonException("A product is null."));
                return true;
            case (_, "tandem"):
                return JsonSerializer.Deserialize<string>(value) == PlanJson.Mark ? true : throw new JsonException("It is no plan of tandem.");
            case (_, "version"):
                return JsonSerializer.Deserialize<int>(value) == PlanJson.Version ? true : throw new JsonException($"It is of another version than {PlanJson.Version}.");
            case (_, "for"):
                _head = JsonSerializer.Deserialize<PlanHead>(value, PlanJson.Options);
                return true;
            case (_, "totals"):
                return true;
            default:
                throw new JsonException($"\"{_member}\" belongs to no plan.");
        }
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }

    private void Add(PlanEntry entry)
    {
        if (!entry.IsSound)
        {
            throw new JsonException($"{entry.Document} was changed: its order is not one for the changes beside it.");
        }

        _entries.Enqueue(entry);
    }

    private static PlanRefusedException Refused(string why, Exception? inner = null) =>
        new($"The plan cannot be applied: {why.TrimEnd('.')}. Nothing was done. Make a new one with tandem plan --out.", inner!);
}
