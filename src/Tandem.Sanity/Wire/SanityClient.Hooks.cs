using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <content>The project's webhooks, which need a token that may manage them.</content>
/// <remarks><see href="https://www.sanity.io/docs/http-reference/webhooks"/></remarks>
internal sealed partial class SanityClient
{
    /// <summary>Every webhook of the project.</summary>
    public async Task<Outcome<Rows>> Hooks(CancellationToken cancellation)
    {
        var outcome = await Send(HttpMethod.Get, HookAddress(), null, new Sending(Access.Read) { Form = JsonValueKind.Array }, cancellation);
        return outcome.Fault is { } fault ? fault : new Rows([.. outcome.Value!.Body!.Value.EnumerateArray()]);
    }

    /// <summary>Creates a webhook; gives it as Sanity shows it.</summary>
    public Task<Outcome<Answer>> CreateHook(JsonObject definition, CancellationToken cancellation) =>
        Send(HttpMethod.Post, HookAddress(), definition, new Sending(Access.Write), cancellation);

    /// <summary>Changes a webhook.</summary>
    public Task<Outcome<Answer>> ChangeHook(string id, JsonObject definition, CancellationToken cancellation) =>
        Send(HttpMethod.Patch, HookAddress(id), definition, new Sending(Access.Write) { Missing = SanityFaults.NoHook(id) }, cancellation);

    /// <summary>Deletes a webhook.</summary>
    public Task<Outcome<Answer>> DeleteHook(string id, CancellationToken cancellation) =>
        Send(HttpMethod.Delete, HookAddress(id), null, new Sending(Access.Write) { Form = null, Missing = SanityFaults.NoHook(id) }, cancellation);

    /// <summary>What a webhook sent lately, newest first, and how it was taken.</summary>
    public async Task<Outcome<Rows>> HookMessages(string id, CancellationToken cancellation)
    {
        var outcome = await Send(HttpMethod.Get, HookAddress(id) + "/messages", null, new Sending(Access.Read) { Form = JsonValueKind.Array, Missing = SanityFaults.NoHook(id) }, cancellation);
        return outcome.Fault is { } fault ? fault : new Rows([.. outcome.Value!.Body!.Value.EnumerateArray()]);
    }

    /// <summary>Tries a transaction that is not executed.</summary>
    public Task<Outcome<Answer>> Rehearse(JsonArray mutations, CancellationToken cancellation) =>
        Send(HttpMethod.Post, Address($"data/mutate/{_options.Dataset}", null, "rehearse") + "&dryRun=true", new JsonObject { ["mutations"] = mutations }, new Sending(Access.Read), cancellation);

    private string HookAddress(string? id = null) =>
        $"{_options.Host}/v{_options.ApiVersion}/hooks/projects/{_options.ProjectId}{(id is null ? "" : "/" + Uri.EscapeDataString(id))}";
}
