using System.Collections.Immutable;
using System.CommandLine;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>The options by which <c>plan</c>, <c>apply</c> and <c>promote</c> say which products are meant and how they are matched.</summary>
internal sealed class PlanOptions
{
    private readonly Option<string> _directory = new("--directory") { Description = "Where .env.local, .env and tandem.json are.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
    private readonly Option<string?> _database = StoreOptions.Database();
    private readonly Option<string> _connection = new("--connection") { Description = "The connection that is meant.", DefaultValueFactory = _ => Connection.Default };
    private readonly Option<string[]> _only = new("--only") { Description = "A document's or a Stripe product's id, * standing for anything; several times for several.", HelpName = "ID" };
    private readonly Option<MatchRule[]> _match = new("--match") { Description = "By what products are matched that nothing links: name, slug. Several are tried in their order.", HelpName = "name|slug" };
    private readonly Option<string[]> _link = new("--link") { Description = "Says which Stripe product a document is.", HelpName = "DOCUMENT=PRODUCT" };
    private readonly Option<string?> _make = new("--make") { Description = "Where products are made that only the other side has, when both sides have some: sanity, stripe, both, none.", HelpName = "SIDE" };
    private readonly Option<int?> _limit = new("--limit") { Description = "Ends after so many products with something to do.", HelpName = "N" };
    private string _linkExample = "mug=prod_123";

    /// <summary>The options of a command.</summary>
    public PlanOptions()
    {
        All = [_directory, _database, _connection, _only, _match, _link, _make, _limit];
        _make.AcceptOnlyFromAmong("sanity", "stripe", "both", "none");
        _limit.Validators.Add(result =>
        {
            if (result.GetValue(_limit) is < 1)
            {
                result.AddError("--limit is a number of products, at least 1.");
            }
        });
        _link.Validators.Add(result =>
        {
            if (result.GetValue(_link)?.FirstOrDefault(link => link.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
            {
                result.AddError($"--link wants {_link.HelpName}, as in {_linkExample}; \"{wrong}\" is something else.");
            }
        });
    }

    /// <summary>Those of <c>promote</c>: the products are documents on both sides, and which connections are meant is said otherwise.</summary>
    public static PlanOptions OfPromotion()
    {
        var options = new PlanOptions();
        options._only.Description = "A document's id where it comes from, * standing for anything; several times for several.";
        options._link.Description = "Says which document there is which one where it goes to.";
        (options._link.HelpName, options._linkExample) = ("DOCUMENT=DOCUMENT", "mug=becher");
        options.All = options.All.Except([options._connection, options._make]);
        return options;
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All { get; private set; }

    /// <summary>Those that say what is planned; a plan that was made says it itself.</summary>
    public IEnumerable<Option> Meant => [_connection, _only, _match, _link, _make, _limit];

    /// <summary>The most products, or null.</summary>
    public int? LimitOf(ParseResult parsed) => parsed.GetValue(_limit);

    /// <summary>The connection's name.</summary>
    public string ConnectionOf(ParseResult parsed) => parsed.GetRequiredValue(_connection);

    /// <summary>What is set where the command was given.</summary>
    public TandemSettings SettingsOf(ParseResult parsed) => SettingsOf(parsed, ConnectionOf(parsed));

    /// <summary>The same for a connection that something else names.</summary>
    public TandemSettings SettingsOf(ParseResult parsed, string connection)
    {
        var directory = parsed.GetRequiredValue(_directory);
        var settings = TandemSettings.WorkOf(SettingsSource.Standard(directory), directory, connection);
        return parsed.GetValue(_database) is { } database ? settings with { Database = database } : settings;
    }

    /// <summary>Which products are meant, and how they are matched.</summary>
    public SurveyOptions SurveyOf(ParseResult parsed) => new()
    {
        Only = [.. parsed.GetValue(_only) ?? []],
        Rules = [.. (parsed.GetValue(_match) ?? []).Distinct()],
        Links = (parsed.GetValue(_link) ?? []).Select(link => link.Split('=')).DistinctBy(link => link[0]).ToImmutableDictionary(link => link[0], link => link[1], StringComparer.Ordinal),
        Make = parsed.GetValue(_make) switch
        {
            "sanity" => [Side.Sanity],
            "stripe" => [Side.Stripe],
            "both" => [Side.Sanity, Side.Stripe],
            "none" => [],
            _ => null,
        },
    };
}
