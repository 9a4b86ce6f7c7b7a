using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Reads what is set for one connection, from the variables that have its name in front.</summary>
/// <param name="name">The connection's name.</param>
/// <param name="lookup">Where variables are found.</param>
/// <param name="problems">Told what is missing or wrong.</param>
internal sealed class ConnectionReader(string name, SettingsLookup lookup, ICollection<SettingsProblem> problems)
{
    /// <summary>Whether webhooks are to be received, so that their secrets must be set.</summary>
    public bool ReceivesWebhooks { get; init; } = true;

    /// <summary>The connection; null when something of it is missing or wrong, which is told.</summary>
    /// <param name="mapping">Which types and fields hold what.</param>
    public ConnectionSettings? Read(Mapping mapping)
    {
        var before = problems.Count;
        var stripeKey = StripeKey();
        var mode = stripeKey?.Reveal().Contains("_live_", StringComparison.Ordinal) == true ? "live" : "test";
        var (stripeSecret, sanitySecret) = (Find(Variables.StripeWebhookSecret), Find(Variables.SanityWebhookSecret));
        var isPulling = IsPulling(mode == "test" && stripeSecret is null && sanitySecret is null);
        var stripeSecrets = Secrets(Variables.StripeWebhookSecret, stripeSecret, isPulling);
        var sanityToken = Credential(Variables.SanityApiToken);
        var sanitySecrets = Secrets(Variables.SanityWebhookSecret, sanitySecret, isPulling);
        var project = Required(Variables.SanityProjectId);
        var dataset = Required(Variables.SanityDataset);
        var stripeBase = Base(Variables.StripeApiBase);
        var sanityHost = Base(Variables.SanityApiHost);
        CheckSanity(project, dataset);
        var studio = Studio();
        return problems.Count > before || stripeKey is null || sanityToken is null || project is null || dataset is null
            ? null
            : new ConnectionSettings
            {
                Name = name,
                StripeKey = stripeKey,
                StripeMode = mode,
                StripeWebhookSecrets = stripeSecrets,
                SanityToken = sanityToken,
                SanityWebhookSecrets = sanitySecrets,
                SanityProject = project,
                SanityDataset = dataset,
                StripeApiBase = stripeBase is null ? null : new Uri(stripeBase),
                SanityApiHost = sanityHost,
                Mapping = mapping,
                Studio = studio,
                IsPulling = isPulling,
            };
    }

    // Where nobody has set up webhooks, pulling is what a developer wants; in live mode it is for somebody to say. While there is no key, nobody knows yet what is missing.
    private bool IsPulling(bool isLikely)
    {
        var text = Find(Variables.Pull)?.ToLowerInvariant();
        if (text is not (null or "" or "auto" or "on" or "off"))
        {
            Refuse(Variables.Pull, "is none of on, off, auto.");
        }

        return text == "on" || (text != "off" && isLikely);
    }

    private string? Required(Variable variable) => Required(variable, Find(variable), "");

    private string? Required(Variable variable, string? value, string otherwise)
    {
        if (value is null)
        {
            Refuse(variable, $"is missing: {variable.For(name).Told}{otherwise}");
        }
        else if (variable.PlaceHolders.Contains(value))
        {
            Refuse(variable, $"still holds the place holder of the guide: {variable.For(name).Told}");
            return null;
        }

        return value is { Length: > 0 } ? value : null;
    }

    private Secret? Credential(Variable variable)
    {
        if (Required(variable) is not { } text)
        {
            return null;
        }

        // It goes into a header: what no header can carry would fail at every call instead of once, here.
        if (text.All(character => character is > ' ' and < '\u007f'))
        {
            return new Secret(text);
        }

        Refuse(variable, "holds blanks or characters that no key has; copy it again.");
        return null;
    }

    private Secret? StripeKey()
    {
        var key = Credential(Variables.StripeSecretKey);
        if (key is null || key.Reveal().StartsWithAny("sk_test_", "sk_live_", "rk_test_", "rk_live_"))
        {
            return key;
        }

        Refuse(Variables.StripeSecretKey, "is no secret or restricted key: those begin with sk_test_, sk_live_, rk_test_ or rk_live_.");
        return null;
    }

    private ImmutableArray<Secret> Secrets(Variable variable, string? given, bool isPulling)
    {
        if (!ReceivesWebhooks && given is not null && variable.PlaceHolders.Contains(given))
        {
            return [];
        }

        if ((given is null && (isPulling || !ReceivesWebhooks)) || Required(variable, given, $" Or do without webhooks: tandem serve --pull, or {Variables.Pull.For(name)}=on.") is not { } text)
        {
            return [];
        }

        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.All(part => part.Length > 0))
        {
            return [.. parts.Select(part => new Secret(part))];
        }

        Refuse(variable, "has a blank entry between its commas; a blank secret would let anybody in.");
        return [];
    }

    private string? Base(Variable variable)
    {
        if (Find(variable) is not { Length: > 0 } text)
        {
            return null;
        }

        var plain = text.Replace("{projectId}", "project", StringComparison.Ordinal);
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            Refuse(variable, "is no whole http or https address without credentials and query.");
        }
        else if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            Refuse(variable, "is plain http to another machine, which would show the key to everybody on the way: use https.");
        }

        return text.TrimEnd('/');
    }

    private void CheckSanity(string? project, string? dataset)
    {
        if (project is not null && !IsWord(project, "abcdefghijklmnopqrstuvwxyz0123456789-"))
        {
            Refuse(Variables.SanityProjectId, "may hold lower-case letters, digits and dashes only.");
        }

        if (dataset is not null && !IsWord(dataset.TrimStart('~'), "abcdefghijklmnopqrstuvwxyz0123456789-_"))
        {
            Refuse(Variables.SanityDataset, "may hold lower-case letters, digits, dashes and underscores only, at most 64.");
        }
    }

    private static bool IsWord(string text, string alphabet) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(alphabet);

    private bool Studio()
    {
        var text = Find(Variables.Studio)?.ToLowerInvariant();
        if (text is not (null or "" or "on" or "off"))
        {
            Refuse(Variables.Studio, "is neither on nor off.");
        }

        return text == "on";
    }

    private string? Find(Variable variable) => lookup.Find(variable.For(name)) ?? (Variables.Shared.Contains(variable) ? lookup.Find(variable) : null);

    private void Refuse(Variable variable, string text) => problems.Add(new SettingsProblem(variable.For(name).Name, text));
}
