using System.Text;

namespace Tandem.Cards;

/// <summary>The cards as a document for people: docs/BEHAVIOUR.md.</summary>
public static class BehaviourPage
{
    // What a folder is about, in the order in which a reader wants to know.
    private static readonly (string Folder, string Title)[] Chapters =
    [
        ("first-contact", "How the two catalogues meet"),
        ("fields", "Fields of a product"),
        ("prices", "Prices"),
        ("embedded", "Prices inside of their product's document"),
        ("pictures", "Pictures"),
        ("deletes", "Deletes"),
        ("drafts", "Drafts, and edits in the same moment"),
        ("mapping", "What tandem.json changes"),
        ("echoes", "Echoes, doubles and the wrong order"),
        ("studio", "What editors ask for in the Studio"),
        ("trouble", "Trouble"),
        ("environments", "Environments and forgeries"),
        ("regressions", "What went wrong once"),
    ];

    private const string Opening =
        """
        # What Tandem does, scene by scene

        <!-- Written by `TANDEM_WRITE_DOCS=1 ./test Tandem.Cards` from tests/Tandem.Cards/cards. Edit the cards, not this page. -->

        Each scene is a test: it is played with the real engine, adapters and database against stand-ins of both vendors, on a clock that only the scene moves.
        Lines that start with ✓ are what must be true then; *G4* and the like are the promises of [GUARANTEES.md](GUARANTEES.md) that the scene proves. The same in tables:
        [CONFLICTS.md](CONFLICTS.md).

        *Tandem syncs* means: the webhooks arrive, and four seconds go by. `mug` is a product, `mug-eur` its price document; a price that is given with a new product is
        its default price. A *field* is written with its place in the document, as in `tandem.json`. Pictures have names; the host images.example.com has each of them as a file,
        with the same content. Wherever the service writes, two things are watched after every call: no product loses its last price by us, and no default price is an archived one.

        Where `tandem.json` says that prices are embedded, `mug-eur` is the entry with the `_key` `eur` in the document of `mug`: to publish or delete it is to put it into the
        list or take it out. Every scene that says neither *Needs: price documents* nor anything of `tandem.json` is played in that layout, too.

        After the last line of every scene all goes well again, every webhook arrives once more, an hour goes by, and *nothing is written*.

        """;

    /// <summary>The whole page.</summary>
    public static string Of(IEnumerable<Card> cards)
    {
        var page = new StringBuilder(Opening);
        var chapters = cards.GroupBy(card => card.Folder).OrderBy(chapter => Place(chapter.Key)).ThenBy(chapter => chapter.Key, StringComparer.Ordinal).ToList();
        foreach (var chapter in chapters)
        {
            page.Append($"\n## {Title(chapter.Key)}\n");
            foreach (var card in chapter.OrderBy(card => card.Path, StringComparer.Ordinal))
            {
                Append(page, card);
            }
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Card card)
    {
        page.Append($"\n### {card.Title}\n\n");
        if (card.Story.Length > 0)
        {
            page.Append(card.Story).Append("\n\n");
        }

        page.Append("```text\n");
        foreach (var line in card.Lines)
        {
            page.Append(line.Sentence.Role == Role.Claim ? "✓ " : "  ").Append(line.Text).Append('\n');
        }

        page.Append("```\n\n");
        page.Append(card.NeedsPriceDocuments ? "Needs: price documents · " : "");
        page.Append($"*{string.Join(", ", card.Guarantees.Select(guarantee => $"G{guarantee}"))}* · [{card.Path}](../tests/Tandem.Cards/cards/{card.Path})\n");
    }

    private static int Place(string folder) => Array.FindIndex(Chapters, chapter => chapter.Folder == folder) is >= 0 and var place ? place : Chapters.Length;

    private static string Title(string folder) => Chapters.FirstOrDefault(chapter => chapter.Folder == folder).Title ?? folder;
}
