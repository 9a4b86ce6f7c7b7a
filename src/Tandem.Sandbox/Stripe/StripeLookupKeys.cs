using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Lookup keys are unique over all prices of the account, archived ones included, and can be taken over.</summary>
internal static class StripeLookupKeys
{
    /// <summary>Gives the price the key that the input asks for; the holder loses it first, with an event of its own, if the input says so.</summary>
    public static void Claim(StripeCall call, JsonObject price, JsonObject input)
    {
        if (!input.Sends("lookup_key"))
        {
            return;
        }

        var key = input.TextOrNull("lookup_key");
        if (key is not null && call.Books.HolderOf(key) is { } holder && holder.Text("id") != price.Text("id"))
        {
            if (!input.IsSet("transfer_lookup_key"))
            {
                throw StripeErrors.Invalid($"A price (`{holder.Text("id")}`) already uses that lookup key.", "lookup_key");
            }

            var stripped = holder.Copy();
            stripped["lookup_key"] = null;
            call.PutPrice(stripped);
            call.Emit("price.updated", stripped, StripeDiff.Previous(holder, stripped));
        }

        price["lookup_key"] = key;
    }
}
