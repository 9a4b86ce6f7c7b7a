using Tandem.Cli.Setup;
using Tandem.Server;

namespace Tandem.Cli.Doctor;

/// <summary>Looks at everything, one check after the other, and says how it is.</summary>
/// <param name="place">Where settings are.</param>
/// <param name="connection">The connection.</param>
/// <param name="output">What is shown.</param>
/// <param name="time">The clock.</param>
/// <param name="wires">What carries the calls.</param>
internal sealed class DoctorRun(SettingsPlace place, string connection, IDoctorOutput output, TimeProvider time, VendorWires wires)
{
    /// <summary>The machine's file systems.</summary>
    public MountTable? Mounts { get; init; } = MountTable.OfThisMachine();

    /// <summary>Does it; the program's exit code.</summary>
    public async Task<int> Do(CancellationToken cancellation)
    {
        using var examined = new Examination(place, connection, time, wires) { Mounts = Mounts };
        var worst = Severity.Good;
        foreach (var (area, checks) in Checks.All)
        {
            foreach (var check in checks)
            {
                var finding = await Lacks(examined, check.Needs, cancellation) is { } lack ? Finding.Skipped(lack) : await Look(examined, check, cancellation);
                worst = finding.Severity > worst ? finding.Severity : worst;
                output.Found(new Result(area, check, finding));
            }
        }

        output.Ended();
        return worst switch { Severity.Wrong => ExitCode.Failed, Severity.Warning => ExitCode.NeedsPerson, _ => ExitCode.Done };
    }

    // What cannot be read is a finding like any other: nothing keeps the rest from being looked at.
    private static async Task<Finding> Look(Examination examined, Check check, CancellationToken cancellation)
    {
        try
        {
            return await check.Look(examined, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SettingsException)
        {
            return Finding.Warning(fault.Message);
        }
    }

    private static async Task<string?> Lacks(Examination examined, Needs needs, CancellationToken cancellation) => needs switch
    {
        Needs.Nothing => null,
        _ when examined.Settings is null => "the settings cannot be used",
        Needs.Database => examined.Database is null ? "no database is named" : null,
        Needs.Stripe or Needs.Endpoint when (await examined.Stripe(cancellation)).Fault is not null => "Stripe could not be asked",
        Needs.Sanity or Needs.Hook when (await examined.Sanity(cancellation)).Fault is not null => "Sanity could not be asked",
        Needs.Endpoint when (await examined.OurEndpoints(cancellation)).IsEmpty => "there is none that could be looked at",
        Needs.Hook when (await examined.OurHooks(cancellation)).IsEmpty => "there is none that could be looked at",
        _ => null,
    };
}

/// <summary>What a check of an area found.</summary>
/// <param name="Area">The area.</param>
/// <param name="Check">The check.</param>
/// <param name="Finding">What it found.</param>
internal sealed record Result(string Area, Check Check, Finding Finding)
{
    /// <summary>What to do; null when nothing has to be done.</summary>
    public string? Remedy => Finding.Severity is Severity.Good or Severity.Skipped ? null : Finding.Remedy ?? Check.Remedy;
}

/// <summary>Shows what was found.</summary>
internal interface IDoctorOutput
{
    /// <summary>One check is done.</summary>
    void Found(Result result);

    /// <summary>All are.</summary>
    void Ended();
}
