using System.Collections.Immutable;
using Tandem.Sanity;
using Tandem.Server;

namespace Tandem.Cli.Setup;

/// <summary>Decides what has to happen so that exactly one Sanity webhook tells this connection of changes. Pure.</summary>
/// <remarks>Ours are those that carry our mark and those at our address. Its secret is made up and stored before the webhook is, so that none is ever lost.</remarks>
internal static class HookPlan
{
    private const string What = "Sanity webhook";

    /// <summary>The steps, in order.</summary>
    /// <param name="shown">The project's webhooks.</param>
    /// <param name="wanted">The one that is to be.</param>
    /// <param name="marks">The fingerprints of the secrets that are set.</param>
    public static ImmutableArray<SetupStep> Of(SanityHooks shown, WantedHook wanted, ImmutableHashSet<string> marks)
    {
        var mine = shown.All.Where(hook => IsOurs(hook, wanted)).ToList();
        if (mine.MaxBy(hook => Worth(hook, wanted, marks)) is not { } kept)
        {
            return
            [
                new SetupStep.CreateHook
                {
                    Glyph = '+',
                    What = What,
                    Differences =
                    [
                        new("url", null, wanted.Url.AbsoluteUri), new("dataset", null, wanted.Dataset), new("on", null, Text(WantedHook.On)), new("filter", null, wanted.Filter),
                        new("projection", null, OneLine(WantedHook.Projection)), new("drafts and versions", null, "left out"),
                    ],
                },
            ];
        }

        return [.. Change(kept, wanted, marks), .. mine.Where(hook => hook != kept).Select(hook => Delete(hook, $"{kept.Id} does the same"))];
    }

    /// <summary>Whether it is of this connection, or in its place.</summary>
    public static bool IsOurs(SanityHook hook, WantedHook wanted) => hook.Mark == wanted.Mark || WebhookAddress.IsSame(hook.Url, wanted.Url);

    /// <summary>What is not as it should be.</summary>
    public static ImmutableArray<Difference> Differences(SanityHook hook, WantedHook wanted, ImmutableHashSet<string> marks)
    {
        IEnumerable<(bool Differs, Difference Difference)> all =
        [
            (!WebhookAddress.IsSame(hook.Url, wanted.Url), new("url", hook.Url, wanted.Url.AbsoluteUri)),
            (hook.Dataset != wanted.Dataset, new("dataset", hook.Dataset, wanted.Dataset)),
            (!hook.On.ToHashSet().SetEquals(WantedHook.On), new("on", Text(hook.On), Text(WantedHook.On))),
            (!WantedHook.IsSame(hook.Filter, wanted.Filter), new("filter", hook.Filter, wanted.Filter)),
            (!WantedHook.IsSame(hook.Projection, WantedHook.Projection), new("projection", OneLine(hook.Projection), OneLine(WantedHook.Projection))),
            (hook.HasDrafts, new("drafts", "sent", "left out")),
            (hook.HasVersions, new("versions", "sent", "left out")),
            (!hook.IsEnabled, new("status", "disabled", "enabled")),
            (hook.Method != "POST", new("method", hook.Method, "POST")),
            (hook.Mark is { } mark && mark != wanted.Mark, new("belongs to", hook.Mark, wanted.Mark)),
            (marks.IsEmpty || (hook.SecretMark is { } secret && !marks.Contains(secret)), new("secret", "another one", "the one that is set here")),
        ];
        return [.. all.Where(one => one.Differs).Select(one => one.Difference)];
    }

    private static IEnumerable<SetupStep> Change(SanityHook hook, WantedHook wanted, ImmutableHashSet<string> marks)
    {
        if (Differences(hook, wanted, marks) is { IsEmpty: false } differences)
        {
            yield return new SetupStep.ChangeHook(hook.Id)
            {
                Glyph = '~',
                What = $"{What} {hook.Id}",
                Differences = differences,
                Why = differences.Any(difference => difference.Name == "secret") ? "whoever uses its other secret needs this one" : null,
            };
        }
    }

    private static SetupStep Delete(SanityHook hook, string why) => new SetupStep.DeleteHook(hook.Id)
    {
        Glyph = '-',
        What = $"{What} {hook.Id}",
        Differences = [new Difference("url", hook.Url, null)],
        Why = why,
    };

    /// <summary>Which of several is kept: the greatest.</summary>
    public static int Worth(SanityHook hook, WantedHook wanted, ImmutableHashSet<string> marks) =>
        (hook.SecretMark is { } mark && marks.Contains(mark) ? 4 : 0) + (WebhookAddress.IsSame(hook.Url, wanted.Url) ? 2 : 0) + (hook.IsEnabled ? 1 : 0);

    private static string Text(IEnumerable<string> words) => string.Join(", ", words);

    private static string OneLine(string groq) => groq.Length == 0 ? "the whole document" : string.Join(' ', groq.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
