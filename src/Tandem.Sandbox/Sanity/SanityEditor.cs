using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Sanity;

/// <summary>A person in the Studio: the very actions that the Studio sends, without HTTP.</summary>
/// <param name="world">The world that the person edits.</param>
/// <param name="dataset">The dataset.</param>
public sealed class SanityEditor(SanityWorld world, string dataset)
{
    /// <summary>Types into a document: patches its draft, which is made of the published document at the first keystroke.</summary>
    /// <param name="id">The published id.</param>
    /// <param name="patch">Patch operations, such as <c>{"set": {"name": "Mug"}}</c>.</param>
    public string Edit(string id, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return Act(Action("edit", id, new JsonObject { ["patch"] = patch.DeepClone() }));
    }

    /// <summary>Sets one field of the draft.</summary>
    public string Set(string id, string path, JsonNode? value) => Edit(id, new JsonObject { ["set"] = new JsonObject { [path] = value?.DeepClone() } });

    /// <summary>Publishes the draft, guarded by the published revision that the Studio shows.</summary>
    public string Publish(string id)
    {
        var extra = new JsonObject();
        if (world.Document(id, dataset)?["_rev"] is { } revision)
        {
            extra["ifPublishedRevisionId"] = revision.DeepClone();
        }

        return Act(Action("publish", id, extra));
    }

    /// <summary>Turns the published document back into a draft.</summary>
    public string Unpublish(string id) => Act(Action("unpublish", id, []));

    /// <summary>Deletes a document with its draft; one that was never published is discarded.</summary>
    public string Delete(string id)
    {
        var draft = DocumentId.Draft(id);
        if (world.Document(id, dataset) is null)
        {
            return Act(new JsonObject { ["actionType"] = "sanity.action.document.version.discard", ["versionId"] = draft });
        }

        var drafts = world.Document(draft, dataset) is null ? new JsonArray() : [draft];
        return Act(new JsonObject { ["actionType"] = "sanity.action.document.delete", ["publishedId"] = id, ["includeDrafts"] = drafts });
    }

    /// <summary>Throws the draft's edits away.</summary>
    public string Discard(string id) =>
        Act(new JsonObject { ["actionType"] = "sanity.action.document.version.discard", ["versionId"] = DocumentId.Draft(id) });

    /// <summary>Makes a new document as a draft.</summary>
    /// <param name="document">With its published id and type.</param>
    public string Create(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var id = (string)document["_id"]!;
        var attributes = document.DeepClone().AsObject();
        attributes["_id"] = DocumentId.Draft(id);
        return Act(new JsonObject
        {
            ["actionType"] = "sanity.action.document.create",
            ["publishedId"] = id,
            ["attributes"] = attributes,
            ["ifExists"] = "fail",
        });
    }

    /// <summary>Makes a new document and publishes it.</summary>
    /// <param name="document">With its published id and type.</param>
    public string PublishNew(JsonObject document)
    {
        Create(document);
        return Publish((string)document["_id"]!);
    }

    /// <summary>Sets one field and publishes.</summary>
    public string SetAndPublish(string id, string path, JsonNode? value)
    {
        Set(id, path, value);
        return Publish(id);
    }

    /// <summary>Copies a document, ids of Stripe and all, into a draft of another id: what the Studio's "Duplicate" does.</summary>
    public string Duplicate(string id, string newId)
    {
        var origin = world.Document(DocumentId.Draft(id), dataset) ?? world.Document(id, dataset)
            ?? throw new SanityRefusedException(404, $"There is no document \"{id}\".");
        foreach (var name in new[] { "_rev", "_createdAt", "_updatedAt" })
        {
            origin.Remove(name);
        }

        origin["_id"] = newId;
        return Create(origin);
    }

    private static JsonObject Action(string name, string id, JsonObject extra)
    {
        var action = new JsonObject
        {
            ["actionType"] = $"sanity.action.document.{name}",
            ["draftId"] = DocumentId.Draft(id),
            ["publishedId"] = id,
        };
        foreach (var (key, value) in extra)
        {
            action[key] = value?.DeepClone();
        }

        return action;
    }

    private string Act(JsonObject action) => world.Act([action], dataset);
}
