using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>A JSON value of a document, or a value that only GROQ knows; never changed after it was made.</summary>
/// <remarks>Immutable, so that a transaction, a dry run, a stale read and a revision of the history are all just references.</remarks>
internal abstract class Value
{
    private Value()
    {
    }

    /// <summary>JSON's null, and what GROQ gives for an absent attribute.</summary>
    public static Value Null { get; } = new Nothing();

    /// <summary>True.</summary>
    public static Value True { get; } = new Flag(true);

    /// <summary>False.</summary>
    public static Value False { get; } = new Flag(false);

    /// <summary>Whether this is null.</summary>
    public bool IsNull => this is Nothing;

    /// <summary>Whether this is true, and not merely something.</summary>
    public bool IsTrue => this is Flag { Is: true };

    /// <summary>The characters of a text, else null.</summary>
    public string? Characters => (this as Text)?.Content;

    /// <summary>A text, or null for null.</summary>
    public static Value Of(string? text) => text is null ? Null : new Text(text);

    /// <summary>A truth value.</summary>
    public static Value Of(bool flag) => flag ? True : False;

    /// <summary>A number; null when it is not finite, as JSON has no such number.</summary>
    public static Value Of(double number) => double.IsFinite(number) ? new Number(number) : Null;

    /// <summary>A list.</summary>
    public static Value Of(IEnumerable<Value> items) => new List([.. items]);

    /// <summary>Null.</summary>
    public sealed class Nothing : Value;

    /// <summary>True or false.</summary>
    public sealed class Flag(bool isTrue) : Value
    {
        /// <summary>Whether it is true.</summary>
        public bool Is { get; } = isTrue;
    }

    /// <summary>A number. The Content Lake and its clients calculate in IEEE doubles.</summary>
    public sealed class Number(double amount) : Value
    {
        /// <summary>The number.</summary>
        public double Amount { get; } = amount;
    }

    /// <summary>A string.</summary>
    public sealed class Text(string content) : Value
    {
        /// <summary>The string.</summary>
        public string Content { get; } = content;
    }

    /// <summary>An array.</summary>
    public sealed class List(ImmutableArray<Value> items) : Value
    {
        /// <summary>The empty array.</summary>
        public static List Empty { get; } = new([]);

        /// <summary>The elements.</summary>
        public ImmutableArray<Value> Items { get; } = items;
    }

    /// <summary>A moment in time, which only exists inside GROQ; JSON shows it as ISO 8601.</summary>
    public sealed class Moment(DateTimeOffset at) : Value
    {
        /// <summary>The moment.</summary>
        public DateTimeOffset At { get; } = at;
    }

    /// <summary>A pattern of document ids, which only exists inside GROQ.</summary>
    public sealed class IdPattern(string pattern) : Value
    {
        private readonly Regex _form = Matching.IdForm(pattern);

        /// <summary>The pattern, such as <c>drafts.**</c>.</summary>
        public string Pattern { get; } = pattern;

        /// <summary>Whether an id fits.</summary>
        public bool Fits(string id) => _form.IsMatch(id);
    }

    /// <summary>Words to search for, which only exist inside GROQ, on the right side of <c>match</c>.</summary>
    public sealed class Search(string words) : Value
    {
        /// <summary>The words, read.</summary>
        public TextQuery Query { get; } = TextQuery.Parse(words);
    }

    /// <summary>An object with ordered attributes.</summary>
    public sealed class Map(ImmutableArray<KeyValuePair<string, Value>> members) : Value
    {
        /// <summary>The object without attributes.</summary>
        public static Map Empty { get; } = new([]);

        /// <summary>The attributes, in order.</summary>
        public ImmutableArray<KeyValuePair<string, Value>> Members { get; } = members;

        /// <summary>The value of an attribute; <see cref="Null"/> when it is absent.</summary>
        public Value this[string name] => Find(name) ?? Null;

        /// <summary>The value of an attribute, or null when there is none.</summary>
        public Value? Find(string name)
        {
            foreach (var member in Members)
            {
                if (member.Key == name)
                {
                    return member.Value;
                }
            }

            return null;
        }

        /// <summary>The same object with one attribute set, in its old place if it had one.</summary>
        public Map With(string name, Value value)
        {
            var index = IndexOf(name);
            var member = KeyValuePair.Create(name, value);
            return new Map(index < 0 ? Members.Add(member) : Members.SetItem(index, member));
        }

        /// <summary>The same object without an attribute.</summary>
        public Map Without(string name)
        {
            var index = IndexOf(name);
            return index < 0 ? this : new Map(Members.RemoveAt(index));
        }

        private int IndexOf(string name)
        {
            for (var index = 0; index < Members.Length; index++)
            {
                if (Members[index].Key == name)
                {
                    return index;
                }
            }

            return -1;
        }
    }
}
