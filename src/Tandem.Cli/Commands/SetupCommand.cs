using System.CommandLine;
using Tandem.Cli.Setup;

namespace Tandem.Cli;

/// <summary><c>tandem setup</c>: from keys to running.</summary>
internal static class SetupCommand
{
    private const string More =
        """
        It checks the keys, makes or mends the webhook at Stripe and the one at Sanity, and stores their secrets, which are never shown. A second run finds nothing to do;
        one that was interrupted goes on where it stood. What it will do is shown before, and asked for on a terminal. Keys that are missing are asked for there.
        Managing webhooks takes more rights than the service needs: a restricted Stripe key with Webhook Endpoints: write, and a Sanity token with the role Administrator
        or Developer. STRIPE_SETUP_KEY and SANITY_SETUP_TOKEN bring them for this run only.
        Exit codes: 0 done, or nothing to do; 1 a vendor refused, or a key cannot do the service's work; 2 keys are missing, or the settings stand against it;
        3 shown and not done (--dry-run, no --yes, a no), or something is left to do by hand.

        Examples:
          tandem setup --url https://shop.example
          tandem setup --url https://shop.example --dry-run
          tandem setup --url https://shop.example --yes --json
          tandem setup --write-to /etc/tandem/shop.env --url https://shop.example
          tandem setup                                       (checks again; or without a public address, for serve --pull)
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var url = new Option<string?>("--url") { Description = "Where Stripe and Sanity reach the service; TANDEM_PUBLIC_URL when it is not given." };
        var directory = new Option<string>("--directory") { Description = "Where .env.local, .env and tandem.json are.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
        var writeTo = new Option<string>("--write-to") { Description = "The file that settings and secrets are written to; what else is in it stays.", DefaultValueFactory = _ => SetupOrder.UsualFile };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be done, and do nothing." };
        var yes = new Option<bool>("--yes") { Description = "Do it without asking, for scripts." };
        var connection = new Option<string>("--connection") { Description = "The connection.", DefaultValueFactory = _ => Engine.Connection.Default };
        var json = StoreOptions.Json();
        var command = new ToldCommand("setup", "Goes from keys to a running service: checks the keys, makes the webhooks at both vendors, stores their secrets.", More)
        {
            url, directory, writeTo, dryRun, yes, connection, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var isJson = parsed.GetValue(json);
            var order = new SetupOrder
            {
                Directory = parsed.GetRequiredValue(directory),
                WriteTo = parsed.GetRequiredValue(writeTo),
                Connection = parsed.GetRequiredValue(connection),
                Url = parsed.GetValue(url),
                IsDryRun = parsed.GetValue(dryRun),
                IsYes = parsed.GetValue(yes),
            };
            ISetupOutput output = isJson ? new SetupJson(Console.Out, order.WriteTo) : new SetupText(order.WriteTo);
            return new SetupRun(order, new TerminalDialog(mayAsk: !isJson && !order.IsYes), output, TimeProvider.System, new VendorWires()).Do(cancellation);
        });
        return command;
    }
}
