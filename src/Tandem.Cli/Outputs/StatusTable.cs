using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For people.</summary>
internal sealed class StatusTable : IStatusOutput
{
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Waits = new(Color.Yellow);
    private static readonly Style Bad = new(Color.Red);

    /// <inheritdoc/>
    public void Show(Status status)
    {
        Terminal.Widen();
        Line(status.IsRunning
            ? new Text($"The service is running on {Visible.Text(status.Database)}.", Good)
            : new Text($"The service is not running on {Visible.Text(status.Database)}: nothing moves until tandem serve is started.", Bad));
        foreach (var connection in status.Connections)
        {
            Show(status, connection);
        }
    }

    // On a screen the connection is a heading; in a pipe it starts each line, for grep.
    private static void Show(Status status, ConnectionStatus connection)
    {
        var name = Visible.Text(connection.Counts.Connection);
        if (Terminal.IsPiped)
        {
            foreach (var (what, now, _, act) in Rows(status, connection))
            {
                AnsiConsole.WriteLine($"{name}: {what}: {Visible.Text(now)}{(act.Length > 0 ? $" ({act})" : "")}");
            }

            return;
        }

        AnsiConsole.WriteLine();
        Line(new Text(connection.Pair is { } pair ? $"{name}: {pair}" : name, new Style(decoration: Decoration.Bold)));
        Terminal.Rows(2, Rows(status, connection).Select(row => (ImmutableArray<IRenderable>)
            [new Text(row.What), new Text(Visible.Text(row.Now) + (row.Act.Length > 0 ? $"   {row.Act}" : ""), row.Style)]));
    }

    private static void Line(Text text)
    {
        AnsiConsole.Write(text);
        AnsiConsole.WriteLine();
    }

    private static IEnumerable<(string What, string Now, Style Style, string Act)> Rows(Status status, ConnectionStatus connection)
    {
        var (counts, pair, pulse, isGone) = connection;
        if (pair is not null && Terminal.IsPiped)
        {
            yield return ("keeps equal", pair.ToString(), Style.Plain, "");
        }

        if (isGone)
        {
            yield return ("not configured", "its work waits until tandem.json or the variables name it again", Waits, "");
        }
        else if (pulse?.Refusal is { } refusal)
        {
            yield return ("must not work", refusal, Bad, "");
        }

        yield return ("in step", $"{Count(counts.InStep)} of {Count(counts.Products)} {(counts.Products == 1 ? "product" : "products")}", counts.InStep == counts.Products ? Good : Style.Plain, "");
        yield return ("pending", Pending(status, connection), counts.OldestDue is { } due && status.Now - due > SidePulse.Patience ? Waits : Style.Plain, "");
        yield return ("conflicts", Count(counts.Conflicts), Attention(counts.Conflicts), counts.Conflicts > 0 ? "tandem conflicts list" : "");
        yield return ("held", Count(counts.Held), Attention(counts.Held), counts.Held > 0 ? "tandem held list" : "");
        yield return ("parked", Count(counts.Parked), Attention(counts.Parked), counts.Parked > 0 ? "tandem parked list" : "");
        if (pulse is null)
        {
            yield return ("sides", "the service has told nothing of them yet", Style.Plain, "");
            yield break;
        }

        yield return ("Sanity", Side(status, pulse.Sanity), Health(status, pulse.Sanity), "");
        yield return ("Stripe", Side(status, pulse.Stripe), Health(status, pulse.Stripe), "");
        yield return ("as of", $"{Ago(status, pulse.At)}{(status.IsRunning ? "; nothing new of the sides since" : ", before the service stopped")}", Style.Plain, "");
    }

    private static string Pending(Status status, ConnectionStatus connection)
    {
        var counts = connection.Counts;
        var due = counts.OldestDue is { } oldest ? $"; the oldest has been due for {Ages.Of(status.Now - oldest)}" : "";
        var retrying = counts.Retrying > 0 ? $"; {Count(counts.Retrying)} {(counts.Retrying == 1 ? "is" : "are")} tried again after a failure" : "";
        return $"{Count(counts.Pending)}{due}{retrying}";
    }

    private static string Side(Status status, SidePulse side)
    {
        var contact = side.LastContact is { } last ? $"answered {Ago(status, last)}" : "has never answered";
        var failing = side.Fault is null ? "" : $"fails{(side.FailingSince is { } since ? $" since {Ages.Of(status.Now - since)}" : "")}: {side.Fault} It {contact}.";
        var calls = side.CallsASecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"; {side.Calls} calls in the minute before, {rate * 60:0} are allowed") : "";
        return failing.Length > 0 ? failing : contact + calls;
    }

    private static Style Health(Status status, SidePulse side) => side.IsLost(status.Now) ? Bad : side.Fault is null ? Style.Plain : Waits;

    private static Style Attention(long waiting) => waiting > 0 ? Waits : Style.Plain;

    private static string Ago(Status status, DateTimeOffset moment) => $"{Ages.Of(status.Now - moment)} ago";

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
