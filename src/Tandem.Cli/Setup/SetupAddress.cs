using Tandem.Server;

namespace Tandem.Cli.Setup;

/// <summary>Where vendors are to reach the service.</summary>
internal static class SetupAddress
{
    private const int Tries = 3;

    /// <summary>The public address that was given, is set, or is typed now; null when there is none.</summary>
    /// <exception cref="SettingsException">It is no address that vendors can reach.</exception>
    public static Uri? Find(SetupOrder order, SettingsPlace place, ISetupDialog dialog, ConnectionSettings settings)
    {
        var isLocal = IsLocal(settings);
        if ((order.Url ?? place.Find(Variables.PublicUrl)) is { } given)
        {
            return WebhookAddress.TryRead(given, isLocal, out var address, out var wrong)
                ? address
                : throw new SettingsException([new SettingsProblem(order.Url is null ? Variables.PublicUrl.Name : "--url", wrong)]);
        }

        var help = "Where Stripe and Sanity reach the service, such as https://shop.example. Leave it empty if nothing can reach it: then tandem serve --pull asks both sides itself.";
        for (var tries = 0; dialog.IsThere && !order.IsDryRun && tries < Tries; tries++)
        {
            if (dialog.Ask("Public address", help, isSecret: false) is not { } typed)
            {
                return null;
            }

            if (WebhookAddress.TryRead(typed, isLocal, out var address, out var wrong))
            {
                return address;
            }

            help = $"{typed} {wrong}";
        }

        return null;
    }

    /// <summary>Whether both vendors are stand-ins on this machine, which may call a service on it.</summary>
    public static bool IsLocal(ConnectionSettings settings) => settings.StripeApiBase is { IsLoopback: true }
        && settings.SanityApiHost is { } host && new Uri(host.Replace("{projectId}", settings.SanityProject, StringComparison.Ordinal)).IsLoopback;
}
