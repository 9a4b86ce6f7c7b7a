using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Tandem.Cli.Demo;

/// <summary>A piece of HTML. Whatever is put into an interpolated text is encoded, unless it is a piece of HTML itself.</summary>
/// <param name="Text">The markup.</param>
internal readonly record struct Html(string Text)
{
    /// <summary>Nothing.</summary>
    public static Html None { get; } = new("");

    /// <summary>A piece from an interpolated text.</summary>
    public static Html Of(HtmlWriting writing) => new(writing.ToString());

    /// <summary>A piece if something holds, else nothing.</summary>
    public static Html If(bool holds, Html piece) => holds ? piece : None;

    /// <summary>Pieces, one after the other.</summary>
    public static Html All(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>What the compiler writes interpolated texts into.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriting
{
    private readonly StringBuilder _written;

    /// <summary>Called by the compiler.</summary>
    public HtmlWriting(int literalLength, int formattedCount) => _written = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>Markup that stands in our own source.</summary>
    public void AppendLiteral(string markup) => _written.Append(markup);

    /// <summary>A piece that is encoded already.</summary>
    public void AppendFormatted(Html piece) => _written.Append(piece.Text);

    /// <summary>A text of a vendor or a person.</summary>
    public void AppendFormatted(string? text) => _written.Append(HtmlEncoder.Default.Encode(text ?? ""));

    /// <summary>A count.</summary>
    public void AppendFormatted(long number) => _written.Append(number);

    /// <inheritdoc/>
    public override string ToString() => _written.ToString();
}
