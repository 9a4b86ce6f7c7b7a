using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Tandem.Server;

/// <summary>Logging to the console, as <c>tandem serve</c> does it.</summary>
internal static class ConsoleLines
{
    /// <summary>How many lines wait for a slow terminal before new ones are dropped: a stopped reader must not stop the service.</summary>
    private const int Queue = 10_000;

    /// <summary>Adds the console in the form that the settings ask for.</summary>
    public static void AddConsoleLines(this ILoggingBuilder logging, TandemSettings settings)
    {
        var isText = settings.LogFormat == "text" || (settings.LogFormat == "auto" && !Console.IsOutputRedirected);
        logging.AddConsole(console =>
        {
            console.FormatterName = isText ? TextLines.FormatName : JsonLines.FormatName;
            console.MaxQueueLength = Queue;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.Services.AddSingleton<ConsoleFormatter, JsonLines>();
        logging.Services.AddSingleton<ConsoleFormatter, TextLines>();
        logging.SetMinimumLevel(settings.LogLevel);

        // The framework tells of each request and connection; we tell of each delivery.
        logging.AddFilter("Microsoft", settings.LogLevel < LogLevel.Information ? settings.LogLevel : LogLevel.Warning);

        // Why a start failed is told once, by the program, without a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
