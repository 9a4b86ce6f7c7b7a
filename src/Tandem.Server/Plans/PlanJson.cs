using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tandem.Server;

/// <summary>How a plan is written as JSON. Strict: an unknown or doubled member, a missing required one or a wrong type is an error, never a guess.</summary>
internal static class PlanJson
{
    /// <summary>What tells a plan from other files.</summary>
    public const string Mark = "plan";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>The options of heads and entries.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsEmpty } },
    };

    // Of what may be left out, what says nothing is.
    private static void LeaveOutWhatIsEmpty(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => !member.IsRequired))
        {
            if (member.PropertyType == typeof(bool))
            {
                member.ShouldSerialize = static (_, value) => value is true;
            }
            else if (member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            {
                member.ShouldSerialize = static (_, value) => value is System.Collections.ICollection { Count: > 0 };
            }
        }
    }
}
