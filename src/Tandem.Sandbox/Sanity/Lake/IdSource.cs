namespace Tandem.Sandbox.Sanity;

/// <summary>Random ids as the Content Lake makes them, from a seed.</summary>
internal sealed class IdSource(int seed)
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly Random _random = new(seed);

    /// <summary>An id of base-62 digits.</summary>
    public string Next(int length) => string.Create(length, _random, static (span, random) =>
    {
        foreach (ref var digit in span)
        {
            digit = Base62[random.Next(Base62.Length)];
        }
    });

    /// <summary>A UUID, as idempotency keys have it.</summary>
    public string NextUuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>The value with a <c>_key</c> on every object in an array that lacks one.</summary>
    public Value WithKeys(Value value) => value switch
    {
        Value.Map map => new Value.Map([.. map.Members.Select(member => KeyValuePair.Create(member.Key, WithKeys(member.Value)))]),
        Value.List list => new Value.List([.. list.Items.Select(item => Keyed(WithKeys(item)))]),
        _ => value,
    };

    private Value Keyed(Value item) => item is Value.Map map && map["_key"].IsNull ? map.With("_key", Value.Of(Next(12))) : item;
}
