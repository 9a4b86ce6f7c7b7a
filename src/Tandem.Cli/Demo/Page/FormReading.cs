using Microsoft.AspNetCore.Http;

namespace Tandem.Cli.Demo;

/// <summary>Reads what was filled in.</summary>
internal static class FormReading
{
    /// <summary>A field; empty when it was not sent.</summary>
    public static string Get(this IFormCollection form, string name) => form[name].ToString().Trim();

    /// <summary>A field that must be filled in.</summary>
    /// <exception cref="InvalidOperationException">It is empty.</exception>
    public static string Need(this IFormCollection form, string name) =>
        form.Get(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"Fill in the {name}.");

    /// <summary>A box that may be ticked, or a button that may be pressed.</summary>
    public static bool Says(this IFormCollection form, string name) => form.Get(name) == "yes";

    /// <summary>The price that the amount fields describe.</summary>
    /// <exception cref="InvalidOperationException">The amount is none.</exception>
    public static NewPrice Price(this IFormCollection form)
    {
        var currency = form.Need("currency");
        return new NewPrice(Amounts.Read(form.Get("amount"), currency), currency, form.Get("interval") is { Length: > 0 } interval ? interval : null);
    }
}
