using System.CommandLine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary><c>tandem serve</c>: the service, until somebody stops it.</summary>
internal static class ServeCommand
{
    private const string More =
        """
        Settings come from the environment, .env.local and .env in the working directory; docs/CONFIGURATION.md names them all.
        Exit codes: 0 stopped, 1 failed, 2 the settings or the database do not allow a start.

        Examples:
          tandem serve
          TANDEM_URLS=http://127.0.0.1:9000 tandem serve
          tandem serve --directory /srv/shop
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var directory = new Option<string>("--directory") { Description = "Where .env.local and .env are.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
        var command = new ToldCommand("serve", "Receives webhooks and keeps both sides equal, until it is stopped.", More) { directory };
        command.SetAction((parsed, cancellation) => Serve(parsed.GetRequiredValue(directory), cancellation));
        return command;
    }

    private static async Task<int> Serve(string directory, CancellationToken cancellation)
    {
        await using var host = await ServerHost.Start(TandemSettings.Load(directory), cancellation: cancellation);
        await host.Wait(cancellation);
        return ExitCode.Done;
    }
}
