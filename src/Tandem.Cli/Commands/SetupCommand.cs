using System.CommandLine;
using Tandem.Cli.Removal;
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
        --remove leaves Tandem: it deletes the webhooks at both vendors, takes Tandem's own keys out of Stripe's metadata (sanity_id, sync_op), and deletes its private documents (stripeSync.*);
        with --also-ids it also takes the mirrors out of your documents (stripeProductId, stripePriceId, updatedFromStripe). Everything else stays. The service must be stopped.
        Exit codes: 0 done, or nothing to do; 1 a vendor refused, or a key cannot do the service's work; 2 keys are missing, or the settings stand against it;
        3 shown and not done (--dry-run, no --yes, a no), or something is left to do by hand.

        Examples:
          tandem setup --url https://shop.example
          tandem setup --url https://shop.example --dry-run
          tandem setup --url https://shop.example --yes --json
          tandem setup --write-to /etc/tandem/shop.env --url https://shop.example
          tandem setup                                       (checks again; or without a public address, for serve --pull)
          tandem setup --remove --dry-run
          tandem setup --remove --also-ids
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var url = new Option<string?>("--url") { Description = "Where Stripe and Sanity reach the service; TANDEM_PUBLIC_URL when it is not given." };
        var directory = new Option<string>("--directory") { Description = "Where .env.local, .env and tandem.json are.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
        var writeTo = new Option<string>("--write-to") { Description = "The file that settings and secrets are written to; what else is in it stays.", DefaultValueFactory = _ => SetupOrder.UsualFile };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be done, and do nothing." };
        var yes = new Option<bool>("--yes") { Description = "Do it without asking, for scripts." };
        var remove = new Option<bool>("--remove") { Description = "Leave Tandem: take away what it has made at both vendors." };
        var ids = new Option<bool>("--also-ids") { Description = "With --remove: take the ids of Stripe out of documents too." };
        var connection = new Option<string>("--connection") { Description = "The connection.", DefaultValueFactory = _ => Engine.Connection.Default };
        var json = StoreOptions.Json();
        var command = new ToldCommand("setup", "Goes from keys to a running service: checks the keys, makes the webhooks at both vendors, stores their secrets.", More)
        {
            url, directory, writeTo, dryRun, yes, remove, ids, connection, json,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(ids) && !given.GetValue(remove))
            {
                given.AddError("--also-ids goes with --remove.");
            }

            if (given.GetValue(remove) && given.GetValue(url) is not null)
            {
                given.AddError("--remove needs no --url.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var isJson = parsed.GetValue(json);
            var dialog = new TerminalDialog(mayAsk: !isJson && !parsed.GetValue(yes));
            ISetupOutput output = isJson ? new SetupJson(Console.Out, parsed.GetRequiredValue(writeTo)) : new SetupText(parsed.GetRequiredValue(writeTo));
            if (parsed.GetValue(remove))
            {
                var removal = new RemovalOrder
                {
                    Directory = parsed.GetRequiredValue(directory),
                    WriteTo = parsed.GetRequiredValue(writeTo),
                    Connection = parsed.GetRequiredValue(connection),
                    HasIds = parsed.GetValue(ids),
                    IsDryRun = parsed.GetValue(dryRun),
                    IsYes = parsed.GetValue(yes),
                };
                return new RemovalRun(removal, dialog, output, TimeProvider.System, new VendorWires()).Do(cancellation);
            }

            var order = new SetupOrder
            {
                Directory = parsed.GetRequiredValue(directory),
                WriteTo = parsed.GetRequiredValue(writeTo),
                Connection = parsed.GetRequiredValue(connection),
                Url = parsed.GetValue(url),
                IsDryRun = parsed.GetValue(dryRun),
                IsYes = parsed.GetValue(yes),
            };
            return new SetupRun(order, dialog, output, TimeProvider.System, new VendorWires()).Do(cancellation);
        });
        return command;
    }
}
