using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Applies the mutations of <c>data/mutate</c> to a staging.</summary>
internal static class Mutations
{
    private const int QueryLimit = 10_000;

    /// <summary>Applies them all, in order.</summary>
    /// <param name="mutations">The <c>mutations</c> member of the body.</param>
    /// <param name="staging">Where they are applied.</param>
    /// <param name="select">The ids that a query selects among given documents.</param>
    /// <exception cref="LakeRefusalException">One of them is impossible; nothing is applied then.</exception>
    public static Commit Apply(
        ImmutableArray<Value> mutations,
        Staging staging,
        Func<string, Value.Map, ImmutableSortedDictionary<string, Value.Map>, ImmutableArray<string>> select)
    {
        try
        {
            for (var index = 0; index < mutations.Length; index++)
            {
                staging.Index = index;
                One(mutations[index], staging, (query, parameters) => select(query, parameters, staging.Documents));
            }

            return staging.Finish();
        }
        catch (MutationRefusedException refused)
        {
            throw Refusals.Item("mutationError", "Mutation failed", refused, staging.Index);
        }
    }

    private static void One(Value mutation, Staging staging, Func<string, Value.Map, ImmutableArray<string>> select)
    {
        if (mutation is not Value.Map { Members: [{ Value: Value.Map content } member] })
        {
            throw Refusals.Senseless("A mutation is an object with one operation");
        }

        switch (member.Key)
        {
            case "create":
                staging.Create(content);
                break;
            case "createIfNotExists":
                staging.CreateIfNotExists(content);
                break;
            case "createOrReplace":
                staging.CreateOrReplace(content);
                break;
            case "delete":
                foreach (var id in Targets(content, select))
                {
                    staging.Delete(id);
                }

                break;
            case "patch":
                foreach (var id in Targets(content, select))
                {
                    staging.Patch(id, content);
                }

                break;
            default:
                throw Refusals.Senseless($"Unknown mutation \"{member.Key}\"");
        }
    }

    private static ImmutableArray<string> Targets(Value.Map content, Func<string, Value.Map, ImmutableArray<string>> select)
    {
        if (content["query"] is Value.Text query)
        {
            var ids = select(query.Content, content["params"] as Value.Map ?? Value.Map.Empty);
            return ids.Length <= QueryLimit ? ids : throw Refusals.Senseless($"The query selects more than {QueryLimit} documents");
        }

        return content["id"] switch
        {
            Value.Text id => [id.Content],
            Value.List list => [.. list.Items.Select(static item => item.Characters ?? throw Refusals.Senseless("An id is a string"))],
            _ => throw Refusals.Senseless("The mutation names neither id nor query"),
        };
    }
}
