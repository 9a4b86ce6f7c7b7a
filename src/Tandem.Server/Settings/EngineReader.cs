using System.Globalization;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Reads the engine's options, each within the bounds in which it makes sense.</summary>
internal sealed class EngineReader(SettingsLookup lookup, ICollection<SettingsProblem> problems)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>What holds for all connections.</summary>
    public EngineOptions Read()
    {
        var usual = new EngineOptions();
        return new EngineOptions
        {
            // A lease must outlast a call to a vendor (30 s), or a write would land after it.
            Lease = Time(EngineVariables.Lease, usual.Lease, TimeSpan.FromSeconds(35), TimeSpan.FromHours(1)),
            Workers = (int)Number(EngineVariables.Workers, usual.Workers, 1, 256),
            Attempts = (int)Number(EngineVariables.Attempts, usual.Attempts, 1, 1000),
            FirstRetry = Time(EngineVariables.FirstRetry, usual.FirstRetry, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            LongestRetry = Time(EngineVariables.LongestRetry, usual.LongestRetry, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1)),
            Flag = Time(EngineVariables.Flag, usual.Flag, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            ArchiveFloor = (int)Number(EngineVariables.ArchiveFloor, usual.ArchiveFloor, 0, 1_000_000),
            Retention = Time(EngineVariables.Retention, usual.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(3650)),
        };
    }

    /// <summary>The pace of a connection.</summary>
    /// <param name="mode"><c>live</c> or <c>test</c>: Stripe allows more calls in live mode.</param>
    /// <param name="isPulling">Whether no webhook is counted on.</param>
    public Pace ReadPace(string mode, bool isPulling)
    {
        var usual = isPulling ? Pace.Pulling(mode == "live") : new Pace();
        var stripe = Time(EngineVariables.StripeSweep, usual.StripeSweep, Least, Year);
        return new Pace
        {
            StripeSweep = stripe,
            StripeIdle = Time(EngineVariables.StripeIdle, isPulling && usual.StripeIdle > stripe ? usual.StripeIdle : stripe, Least, Year),
            SanitySweep = Time(EngineVariables.SanitySweep, usual.SanitySweep, Least, Year),
            Compare = Time(EngineVariables.Compare, usual.Compare, TimeSpan.FromSeconds(1), Year),
            StripeRate = Number(EngineVariables.StripeRate, mode == "live" ? 80 : usual.StripeRate, 0.1, 10_000),
            SanityRate = Number(EngineVariables.SanityRate, usual.SanityRate, 0.1, 10_000),
        };
    }

    private TimeSpan Time(Variable variable, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (lookup.Find(variable) is not { Length: > 0 } text)
        {
            return usual;
        }

        if (Duration.TryParse(text, out var time) && time >= least && time <= most)
        {
            return time;
        }

        problems.Add(new SettingsProblem(variable.Name, $"is no duration between {Duration.Format(least)} and {Duration.Format(most)}, written like 500ms, 5s, 15m, 24h or 90d."));
        return usual;
    }

    private double Number(Variable variable, double usual, double least, double most)
    {
        if (lookup.Find(variable) is not { Length: > 0 } text)
        {
            return usual;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            && (least < 1 && least > 0 || double.IsInteger(number)))
        {
            return number;
        }

        problems.Add(new SettingsProblem(variable.Name, $"is no number between {least.ToString(CultureInfo.InvariantCulture)} and {most.ToString(CultureInfo.InvariantCulture)}."));
        return usual;
    }
}
