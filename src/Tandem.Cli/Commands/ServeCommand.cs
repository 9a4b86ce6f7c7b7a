using System.CommandLine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary><c>tandem serve</c>: the service, until somebody stops it.</summary>
internal static class ServeCommand
{
    private const string More =
        """
        Settings come from the environment, .env.local and .env in the working directory, the names of your types and fields from tandem.json there; docs/CONFIGURATION.md tells of all.
        Without webhook secrets it pulls in test mode by itself; in live mode say so with --pull. Then Sanity's changes come at once and Stripe's within seconds or minutes.
        Exit codes: 0 stopped, 1 failed, 2 the settings or the database do not allow a start.

        Examples:
          tandem serve
          tandem serve --pull
          TANDEM_URLS=http://127.0.0.1:9000 tandem serve
          tandem serve --directory /srv/shop
        """;

    private const string Pull = "--pull";

    /// <summary>The hidden option of a service that belongs to the demo: it ends when whoever started it closes its standard input, also by dying.</summary>
    public const string WhileInputIsOpen = "--while-input-is-open";

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var directory = new Option<string>("--directory") { Description = "Where .env.local, .env and tandem.json are.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
        var pull = new Option<bool>(Pull) { Description = "Ask both sides for changes over outbound connections: no webhook, no tunnel. TANDEM_PULL=on means the same." };
        var isChild = new Option<bool>(WhileInputIsOpen) { Hidden = true };
        var command = new ToldCommand("serve", "Keeps both sides equal, by webhooks or by asking, until it is stopped.", More) { directory, pull, isChild };
        command.SetAction((parsed, cancellation) => Serve(Settings(parsed.GetRequiredValue(directory), parsed.GetValue(pull)), parsed.GetValue(isChild), cancellation));
        return command;
    }

    private static TandemSettings Settings(string directory, bool isPulling)
    {
        var sources = SettingsSource.Standard(directory);
        return TandemSettings.From(isPulling ? [SettingsSource.Option(Pull, Variables.Pull, "on"), .. sources] : sources, directory);
    }

    private static async Task<int> Serve(TandemSettings settings, bool isChild, CancellationToken cancellation)
    {
        await using var host = await ServerHost.Start(settings, cancellation: cancellation);
        if (isChild)
        {
            _ = StopWithInput(host);
        }

        await host.Wait(cancellation);
        return ExitCode.Done;
    }

    private static async Task StopWithInput(ServerHost host)
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        await host.Stop();
    }
}
