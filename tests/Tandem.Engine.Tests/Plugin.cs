using System.Text.Json.Nodes;

namespace Tandem.Engine.Tests;

/// <summary>The Studio plugin as it is seen from outside: documents that an editor writes, and documents that it shows.</summary>
public sealed class Plugin(Shop shop)
{
    /// <summary>Asks for something, as an editor with rights of its own; gives the nonce.</summary>
    public string Ask(string action, string documentId, string? field = null, string? keep = null, string? nonce = null, Action<JsonObject>? with = null)
    {
        nonce ??= NewNonce();
        var request = new JsonObject
        {
            ["_id"] = Id(nonce), ["_type"] = "stripeSync.request", ["nonce"] = nonce, ["documentId"] = documentId, ["action"] = action, ["requestedAt"] = "2026-11-23T12:00:00Z",
        };
        if (field is not null)
        {
            request["field"] = field;
        }

        if (keep is not null)
        {
            request["keep"] = keep;
        }

        with?.Invoke(request);
        shop.Sanity.Mutate([new JsonObject { ["createIfNotExists"] = request }]);
        return nonce;
    }

    /// <summary>Asks, lets the listener hear of it, and waits until all is still.</summary>
    public async Task<JsonObject> Answered(string action, string documentId, string? field = null, string? keep = null)
    {
        var nonce = Ask(action, documentId, field, keep);
        await Hear();
        await shop.Pass(TimeSpan.FromSeconds(4));
        return Answer(documentId, nonce);
    }

    /// <summary>The listener hears of something.</summary>
    public Task Hear() => shop.Store.Enqueue([Mailbox.Look(Connection.Default, shop.Time.GetUtcNow())], CancellationToken.None);

    /// <summary>The answer to a request, whose document must be gone.</summary>
    public JsonObject Answer(string documentId, string nonce)
    {
        var answer = Status(documentId)?["answers"]?.AsArray().FirstOrDefault(answer => (string?)answer!["nonce"] == nonce)?.AsObject();
        Assert.True(answer is not null, $"The request has no answer: {Status(documentId)?.ToJsonString()}");
        Assert.Null(shop.Document(Id(nonce)));
        return answer!;
    }

    /// <summary>What the Studio shows of a document.</summary>
    public JsonObject? Status(string documentId) =>
        (shop.Sanity.Query("*[_type == \"stripeSync.status\" && documentId == $id][0]", new JsonObject { ["id"] = documentId }) as JsonObject)?.DeepClone().AsObject();

    public string? State(string documentId) => (string?)Status(documentId)?["state"];

    /// <summary>What the Studio shows of one field.</summary>
    public JsonObject Field(string documentId, string field) => Status(documentId)!["fields"]!.AsArray().Single(row => (string?)row!["field"] == field)!.AsObject();

    /// <summary>How many documents of ours there are, of any kind.</summary>
    public int Documents => shop.Sanity.Documents().Keys.Count(id => id.StartsWith("stripeSync.", StringComparison.Ordinal));

    /// <summary>How often a status document was written.</summary>
    public int Writes => shop.Sanity.Transactions().Count(transaction => transaction.DocumentIds.Any(id => id.StartsWith("stripeSync.status.", StringComparison.Ordinal)));

    public static string Id(string nonce) => $"stripeSync.request.{nonce}";

    public static string NewNonce() => Guid.NewGuid().ToString("D");
}
