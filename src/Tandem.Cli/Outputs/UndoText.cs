using System.Collections.Immutable;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tandem.Core;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>For people: a line a field, as tandem plan shows them.</summary>
internal sealed class UndoText : IUndoOutput
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <inheritdoc/>
    public void Show(UndoView view)
    {
        Terminal.Widen();
        AnsiConsole.Write(new Text($"{Visible.Text(view.Key.DocumentId)} ({Visible.Text(view.Key.Connection)})", new Style(decoration: Decoration.Bold)));
        AnsiConsole.WriteLine($": back to {view.Back}");
        if (!view.Changes.IsEmpty)
        {
            Terminal.Rows(2, view.Changes.Select(change => (ImmutableArray<IRenderable>)
            [
                new Text(Mark(change), new Style(change.To.Sanity is null ? Color.Red : change.From.Sanity is null ? Color.Green : Color.Yellow)),
                Terminal.Plain(change.Kind == Kind.Product ? change.Field : $"price {change.Object}, {change.Field}"),
                Terminal.Plain($"{ValueWords.Of(change.From.Sanity)} → {ValueWords.Of(change.To.Sanity)}"),
            ]));
        }

        foreach (var slot in view.Replaced)
        {
            Say($"The price of {slot} in Stripe is replaced: its former one comes back if it is the same, else a new one is made. Existing subscriptions and payment links keep what they have.");
        }

        foreach (var stays in view.Stay)
        {
            Say(stays);
        }
    }

    /// <inheritdoc/>
    public void End(UndoView view, bool isAsked, bool isServed) => AnsiConsole.WriteLine(isAsked
        ? $"Asked for. {(isServed ? "The service does it now" : "No service is running: it is done at the next start")}; tandem why {Visible.Text(view.Key.DocumentId)} tells what came of it."
        : view.Changes.IsEmpty ? "Nothing to undo: it shows what was agreed then." : "Nothing was asked for yet.");

    private static string Mark(AgreedChange change) => change.To.Sanity is null ? "-" : change.From.Sanity is null ? "+" : "~";

    private static void Say(string text) => Terminal.Rows(2, [[new Text(Visible.Text(text), Dim)]]);
}
