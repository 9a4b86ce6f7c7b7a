using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tandem.Server;

/// <summary>Logging to the console, as <c>tandem serve</c> does it.</summary>
internal static class ConsoleLines
{
    /// <summary>Adds the console in the form that the settings ask for.</summary>
    public static void AddConsoleLines(this ILoggingBuilder logging, TandemSettings settings)
    {
        var isText = settings.LogFormat == "text" || (settings.LogFormat == "auto" && !Console.IsOutputRedirected);
        logging.Services.AddSingleton<ILoggerProvider>(given =>
        {
            var time = given.GetRequiredService<TimeProvider>();
            return new LineLogs(isText ? new TextLines(time) : new JsonLines(time), Console.OpenStandardOutput());
        });
        logging.SetMinimumLevel(settings.LogLevel);

        // The framework tells of each request and connection; we tell of each delivery.
        logging.AddFilter("Microsoft", settings.LogLevel < LogLevel.Information ? settings.LogLevel : LogLevel.Warning);

        // While anybody listens to this one, the framework makes an activity and a scope for each request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", settings.LogLevel < LogLevel.Information ? settings.LogLevel : LogLevel.None);

        // Why a start failed is told once, by the program, without a stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
