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
        With --studio the left half is the real Sanity Studio with the plugin in it, served on the port after the page's. It is installed and built
        with npm the first time and after changes, which takes minutes and needs the npm registry. It finds its stand-in on port 4010.
        Exit codes: 0 ended, or every step of --once holds; 1 a step does not hold; 2 a port is taken, or the Studio cannot be built.

        Examples:
          tandem demo
          tandem demo --port 9000
          tandem demo --studio
          tandem demo --once
          tandem demo --once --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var once = new Option<bool>("--once") { Description = "Play the storyline without a browser and check every step against both sides." };
        var json = new Option<bool>("--json") { Description = "With --once: print one JSON object instead of a table." };
        var port = new Option<int>("--port") { Description = "Where the page is, on 127.0.0.1; 0 lets the system choose.", DefaultValueFactory = _ => DefaultPort };
        var studio = new Option<bool>("--studio") { Description = "The real Sanity Studio as the left half; needs npm and Node 20.19 or newer." };
        var command = new ToldCommand("demo", "Shows Tandem at work between stand-ins of Sanity and Stripe: no account, no key, no network.", More) { once, json, port, studio };
        command.Validators.Add(given =>
        {
            if (given.GetValue(once) && given.GetValue(studio))
            {
                given.AddError("--once plays without a browser, and --studio is to be seen in one: give one of them.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var interrupt = EndOn(PosixSignal.SIGINT, ending);
            using var terminate = EndOn(PosixSignal.SIGTERM, ending);
            return parsed.GetValue(once) ? await Once(parsed.GetValue(json), ending.Token)
                : parsed.GetValue(studio) ? await WithStudio(parsed.GetValue(port), ending.Token)
                : await Page(new DemoPlace(parsed.GetValue(port)), ending.Token);
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

    private static async Task<int> WithStudio(int port, CancellationToken cancellation)
    {
        try
        {
            return await Page(new DemoPlace(port, new StudioPlace(await ShopStudio.Build(Prepare, cancellation))), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Failed;
        }
    }

    private static async Task<int> Page(DemoPlace place, CancellationToken cancellation)
    {
        try
        {
            await DemoRun.Play(place, TimeProvider.System, Welcome, cancellation);
            return ExitCode.Done;
        }
        catch (IOException taken)
        {
            var help = place.Studio is not null
                ? $"With --studio, {ShopStudio.Port} is where the Studio finds Sanity's stand-in and must be free; the page's port and the one after it are chosen with --port."
                : "Choose another port with --port.";
            throw new StartRefusedException($"{taken.Message} {help}", taken);
        }
    }

    private static void Prepare(string step) => Console.Error.WriteLine($"{step} (the first time, and after changes: some minutes)");

    private static void Welcome(DemoAddresses demo) => Console.WriteLine(demo.Told);

    private static IOnceReport Report(bool isJson) => isJson ? new JsonReport(Console.Out)
        : Console.IsOutputRedirected ? new PlainReport(Console.Out)
        : new TerminalReport(AnsiConsole.Console);
}
