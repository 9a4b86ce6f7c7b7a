using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Applies the actions of <c>data/actions</c>, which is what the Studio sends, to a staging.</summary>
/// <remarks>https://www.sanity.io/docs/http-actions; the shapes are those that Studio 5.31 and 6.9 were seen to send.</remarks>
internal static class Actions
{
    private const string Prefix = "sanity.action.document.";

    /// <summary>Applies them all, in order, as one transaction.</summary>
    /// <exception cref="LakeRefusalException">One of them is impossible; nothing is applied then.</exception>
    public static Commit Apply(ImmutableArray<Value> actions, Staging staging)
    {
        try
        {
            for (var index = 0; index < actions.Length; index++)
            {
                staging.Index = index;
                One(actions[index] as Value.Map ?? throw Refusals.Senseless("An action is an object"), staging);
            }

            return staging.Finish();
        }
        catch (MutationRefusedException refused)
        {
            throw Refusals.Item("actionError", "Action failed", refused, staging.Index);
        }
    }

    private static void One(Value.Map action, Staging staging)
    {
        var type = action["actionType"].Characters ?? string.Empty;
        switch (type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : type)
        {
            case "create":
                Create(action, staging);
                break;
            case "version.create":
                CreateVersion(action, staging);
                break;
            case "replaceDraft":
                staging.CreateOrReplace(Content(action, "attributes"));
                break;
            case "version.replace":
                Existing(Content(action, "document")["_id"].Characters, staging);
                staging.CreateOrReplace(Content(action, "document"));
                break;
            case "edit":
                Edit(action, staging);
                break;
            case "publish":
                Publish(action, staging);
                break;
            case "unpublish":
                Unpublish(action, staging);
                break;
            case "discard":
                Discard(Id(action, "draftId"), staging);
                break;
            case "version.discard":
                Discard(Id(action, "versionId"), staging);
                break;
            case "delete":
                Delete(action, staging);
                break;
            default:
                throw Refusals.Senseless($"Unsupported action type \"{type}\"");
        }
    }

    private static void Create(Value.Map action, Staging staging)
    {
        var attributes = Content(action, "attributes");
        if (attributes["_id"].Characters is not { } id || DocumentId.IsPublished(id))
        {
            throw Refusals.Senseless("The attributes of a create action carry a draft or version id");
        }

        if (action["ifExists"].Characters == "ignore")
        {
            staging.CreateIfNotExists(attributes);
            return;
        }

        staging.Create(attributes);
    }

    private static void CreateVersion(Value.Map action, Staging staging)
    {
        if (action["document"] is Value.Map document)
        {
            staging.Create(document);
            return;
        }

        var origin = Existing(Id(action, "baseId"), staging);
        Staging.Expect(origin, action["ifBaseRevisionId"].Characters);
        staging.Create(Copy(origin, Id(action, "versionId")));
    }

    private static void Edit(Value.Map action, Staging staging)
    {
        var (draft, published) = (Id(action, "draftId"), Id(action, "publishedId"));
        if (!staging.Documents.ContainsKey(draft))
        {
            staging.Create(Copy(Existing(published, staging), draft));
        }

        staging.Patch(draft, Content(action, "patch"));
    }

    private static void Publish(Value.Map action, Staging staging)
    {
        var (draftId, publishedId) = (Id(action, "draftId"), Id(action, "publishedId"));
        var draft = Existing(draftId, staging);
        Staging.Expect(draft, action["ifDraftRevisionId"].Characters);
        var published = staging.Documents.GetValueOrDefault(publishedId);
        if (action["ifPublishedRevisionId"].Characters is { } expected)
        {
            Staging.Expect(published ?? throw Refusals.Missing(publishedId), expected);
        }

        var createdAt = published?["_createdAt"] ?? draft["_createdAt"];
        staging.CreateOrReplace(((Value.Map)Strengthened(Copy(draft, publishedId))).With("_createdAt", createdAt));
        staging.Delete(draftId);
    }

    private static void Unpublish(Value.Map action, Staging staging)
    {
        var (draft, publishedId) = (Id(action, "draftId"), Id(action, "publishedId"));
        var published = Existing(publishedId, staging);
        staging.CreateIfNotExists(Copy(published, draft).With("_createdAt", published["_createdAt"]));
        staging.Delete(publishedId);
    }

    private static void Discard(string id, Staging staging)
    {
        if (DocumentId.IsPublished(id))
        {
            throw Refusals.Senseless($"\"{id}\" is neither a draft nor a version");
        }

        Existing(id, staging);
        staging.Delete(id);
    }

    private static void Delete(Value.Map action, Staging staging)
    {
        var published = Id(action, "publishedId");
        Existing(published, staging);
        foreach (var draft in (action["includeDrafts"] as Value.List ?? Value.List.Empty).Items)
        {
            staging.Delete(draft.Characters ?? throw Refusals.Senseless("An id is a string"));
        }

        staging.Delete(published);
    }

    /// <summary>Weak references that were to become strong on publish do so; only if both marks are truthy.</summary>
    private static Value Strengthened(Value value) => value switch
    {
        Value.List list => new Value.List([.. list.Items.Select(Strengthened)]),
        Value.Map map when map["_ref"] is Value.Text && map["_weak"].IsTrue && map["_strengthenOnPublish"] is { } mark && IsTruthy(mark) =>
            mark is Value.Map wish && wish["weak"].IsTrue
                ? map.Without("_strengthenOnPublish")
                : map.Without("_strengthenOnPublish").Without("_weak"),
        Value.Map map => new Value.Map([.. map.Members.Select(member => KeyValuePair.Create(member.Key, Strengthened(member.Value)))]),
        _ => value,
    };

    private static bool IsTruthy(Value mark) => mark is Value.Map || mark.IsTrue;

    private static Value.Map Copy(Value.Map document, string id) =>
        document.Without("_rev").Without("_updatedAt").Without("_createdAt").With("_id", Value.Of(id));

    private static Value.Map Existing(string? id, Staging staging) =>
        staging.Documents.GetValueOrDefault(id ?? string.Empty) ?? throw Refusals.Missing(id ?? string.Empty);

    private static string Id(Value.Map action, string name) =>
        action[name].Characters ?? throw Refusals.Senseless($"The action lacks \"{name}\"");

    private static Value.Map Content(Value.Map action, string name) =>
        action[name] as Value.Map ?? throw Refusals.Senseless($"The action lacks \"{name}\"");
}
