using System.Collections.Frozen;

namespace Tandem.Store.Sqlite;

/// <summary>The lower-case words that stand for an enumeration's values in the database.</summary>
internal static class Word<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => value.ToString().ToLowerInvariant());

    private static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The word for a value.</summary>
    public static string Of(T value) => Words[value];

    /// <summary>The value that a word stands for.</summary>
    public static T Read(string word) => Values[word];
}
