using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Executes one call whole or not at all, and then lets everybody know: events, webhooks, search, invariants.</summary>
internal sealed class StripeTransaction(StripeHooks hooks, StripeInvariants invariants)
{
    public JsonNode Execute(StripeCall call, Func<StripeCall, JsonNode> act, Call logged)
    {
        var before = call.Books;
        JsonNode result;
        try
        {
            StripeEvents.Forget(call.Account, call.Now);
            result = act(call);
        }
        catch (StripeRefusedException)
        {
            call.Books = before;
            throw;
        }

        if (!ReferenceEquals(before.Endpoints, call.Books.Endpoints))
        {
            hooks.Follow(call.Account);
        }

        if (call.Happenings.Count > 0)
        {
            Tell(call);
            invariants.Check(before, call.Books, call.Happenings, logged);
        }

        return result;
    }

    private void Tell(StripeCall call)
    {
        foreach (var happening in call.Happenings)
        {
            var isGone = happening.Type.EndsWith(".deleted", StringComparison.Ordinal);
            call.Account.SearchIndex.Note(call.Now, happening.Value.Text("id"), isGone ? null : happening.Value);
        }

        // All events exist before the first webhook leaves: a receiver may list them at once.
        var told = call.Happenings.Select(happening => Record(call, happening)).ToList();
        foreach (var (happening, value) in call.Happenings.Zip(told))
        {
            if (hooks.Announce(call.Account, value))
            {
                hooks.Announce(call.Account, Record(call, happening));
            }
        }
    }

    private static JsonObject Record(StripeCall call, StripeHappening happening)
    {
        var value = StripeEvents.Build(call, happening);
        call.Books = call.Books with { Events = call.Books.Events.With(value) };
        return value;
    }
}
