using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using Tandem.Cli.Demo;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary><c>tandem demo</c>: both vendors as stand-ins on this machine, the service between them, and a page to watch.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 4242;

    private const string More =
        """
        Everything happens on this machine, in a folder that is removed at the end. The service between the stand-ins is the real one.
        Exit codes: 0 ended, or every step of --once holds; 1 a step does not hold; 2 the page's port is taken.

        Examples:
          tandem demo
          tandem demo --port 9000
          tandem demo --once
          tandem demo --once --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var once = new Option<bool>("--once") { Description = "Play the storyline without a browser and check every step against both sides." };
        var json = new Option<bool>("--json") { Description = "With --once: print one JSON object instead of a table." };
        var port = new Option<int>("--port") { Description = "Where the page is, on 127.0.0.1; 0 lets the system choose.", DefaultValueFactory = _ => DefaultPort };
        var command = new ToldCommand("demo", "Shows Tandem at work between stand-ins of Sanity and Stripe: no account, no key, no network.", More) { once, json, port };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var interrupt = EndOn(PosixSignal.SIGINT, ending);
            using var terminate = EndOn(PosixSignal.SIGTERM, ending);
            return parsed.GetValue(once)
                ? await Once(parsed.GetValue(json), ending.Token)
                : await Page(parsed.GetValue(port), ending.Token);
        });
        return command;
    }

    // What was started and written must be cleared away before the program ends.
    private static PosixSignalRegistration EndOn(PosixSignal signal, CancellationTokenSource ending) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        ending.Cancel();
    });

    private static async Task<int> Once(bool isJson, CancellationToken cancellation)
    {
        try
        {
            return await OnceRun.Play(Report(isJson), TimeProvider.System, cancellation) ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Failed;
        }
    }

    private static async Task<int> Page(int port, CancellationToken cancellation)
    {
        try
        {
            await DemoRun.Play(port, TimeProvider.System, Welcome, cancellation);
            return ExitCode.Done;
        }
        catch (IOException taken)
        {
            throw new StartRefusedException($"{taken.Message} Choose another port with --port.", taken);
        }
    }

    private static void Welcome(Uri page)
    {
        Console.WriteLine("Sanity and Stripe are stand-ins on this machine: no account, no key, nothing leaves it.");
        Console.WriteLine($"Open {page.AbsoluteUri} and change something on either side. Ctrl-C ends the demo and removes all of it.");
    }

    private static IOnceReport Report(bool isJson) => isJson ? new JsonReport(Console.Out)
        : Console.IsOutputRedirected ? new PlainReport(Console.Out)
        : new TerminalReport(AnsiConsole.Console);
}
