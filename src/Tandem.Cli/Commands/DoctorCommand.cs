using System.CommandLine;
using Tandem.Cli.Doctor;
using Tandem.Cli.Setup;

namespace Tandem.Cli;

/// <summary><c>tandem doctor</c>: every classic misconfiguration, with its remedy.</summary>
internal static class DoctorCommand
{
    private const string More =
        """
        It changes nothing. Rights to write are tried without writing: at Stripe on objects that cannot exist, at Sanity as a dry run.
        To look at webhooks takes more rights than the service needs; STRIPE_SETUP_KEY and SANITY_SETUP_TOKEN bring them for this run only.
        docs/DOCTOR.md lists every check. It may be used while the service is running.
        Exit codes: 0 all is well (notes count as well), 1 something is wrong, 3 there are warnings only.

        Examples:
          tandem doctor
          tandem doctor --json
          tandem doctor --directory /srv/shop
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var directory = new Option<string>("--directory") { Description = "Where .env.local, .env and tandem.json are.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
        var connection = new Option<string>("--connection") { Description = "The connection.", DefaultValueFactory = _ => Engine.Connection.Default };
        var json = StoreOptions.Json();
        var command = new ToldCommand("doctor", "Looks for what is set up wrongly, at both vendors and here, and says what to do.", More) { directory, connection, json };
        command.SetAction((parsed, cancellation) => new DoctorRun(
            new SettingsPlace(parsed.GetRequiredValue(directory), SetupOrder.UsualFile),
            parsed.GetRequiredValue(connection),
            parsed.GetValue(json) ? new DoctorJson(Console.Out) : new DoctorText(),
            TimeProvider.System,
            new VendorWires()).Do(cancellation));
        return command;
    }
}
