using System.Text.Json;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For programs.</summary>
internal sealed class StatusJson(TextWriter output) : IStatusOutput
{
    /// <inheritdoc/>
    public void Show(Status status) => JsonRows.Write(
        output,
        json =>
        {
            json.WriteString("database", status.Database);
            json.WriteBoolean("running", status.IsRunning);
            json.WriteString("at", status.Now);
        },
        "connections",
        status.Connections,
        (json, connection) =>
        {
            var (counts, pair, pulse, isGone) = connection;
            json.WriteString("connection", counts.Connection);
            json.WriteBoolean("configured", !isGone);
            json.WriteString("refusal", pulse?.Refusal);
            json.WriteString("stripeAccount", pair?.Account);
            json.WriteString("stripeMode", pair?.Mode);
            json.WriteString("sanityProject", pair?.Project);
            json.WriteString("sanityDataset", pair?.Dataset);
            json.WriteNumber("products", counts.Products);
            json.WriteNumber("inStep", counts.InStep);
            json.WriteNumber("pending", counts.Pending);
            json.WriteNumber("retrying", counts.Retrying);
            JsonRows.Moment(json, "oldestDue", counts.OldestDue);
            json.WriteNumber("lagSeconds", counts.OldestDue is { } due ? Math.Max(0, (long)(status.Now - due).TotalSeconds) : 0);
            json.WriteNumber("conflicts", counts.Conflicts);
            json.WriteNumber("held", counts.Held);
            json.WriteNumber("parked", counts.Parked);
            Side(json, "sanity", status, pulse?.Sanity);
            Side(json, "stripe", status, pulse?.Stripe);
            JsonRows.Moment(json, "toldAt", pulse?.At);
        });

    private static void Side(Utf8JsonWriter json, string name, Status status, SidePulse? side)
    {
        if (side is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        JsonRows.Moment(json, "lastContact", side.LastContact);
        json.WriteString("fault", side.Fault);
        JsonRows.Moment(json, "failingSince", side.FailingSince);
        json.WriteBoolean("lost", side.IsLost(status.Now));
        json.WriteNumber("callsInMinute", side.Calls);
        if (side.CallsASecond is { } rate)
        {
            json.WriteNumber("callsASecondAllowed", rate);
        }
        else
        {
            json.WriteNull("callsASecondAllowed");
        }

        json.WriteEndObject();
    }
}
