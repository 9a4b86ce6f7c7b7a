using System.Collections.Immutable;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>The keys that nobody but a person can bring: asks for those that are missing.</summary>
/// <param name="place">Where settings are read from.</param>
/// <param name="dialog">Who is asked.</param>
/// <param name="connection">The connection.</param>
internal sealed class SetupKeys(SettingsPlace place, ISetupDialog dialog, string connection)
{
    private const int Tries = 3;

    /// <summary>What a person must bring; secrets of webhooks are made by the way.</summary>
    private ImmutableArray<Variable> Brought { get; } =
        [.. new[] { Variables.StripeSecretKey, Variables.SanityApiToken, Variables.SanityProjectId, Variables.SanityDataset }.Select(variable => variable.For(connection))];

    /// <summary>Asks for what is missing, if somebody is there; gives what is missing still.</summary>
    public ImmutableArray<Variable> Complete()
    {
        if (dialog.IsThere && Brought.Any(IsMissing))
        {
            dialog.Tell($"Some keys are missing. They are asked for now, and written to {place.FileName} once everything was shown to you.");
        }

        foreach (var variable in Brought.Where(IsMissing).TakeWhile(_ => dialog.IsThere))
        {
            Ask(variable);
        }

        return [.. Brought.Where(IsMissing)];
    }

    // What connections may share is that of the service where the connection has none of its own.
    private bool IsMissing(Variable variable) =>
        place.Find(variable) is null && !Variables.Shared.Any(shared => shared.For(connection).Name == variable.Name && place.Find(shared) is not null);

    /// <summary>Where each of the missing ones comes from, for people.</summary>
    public static string Tell(ImmutableArray<Variable> missing) => string.Join(
        Environment.NewLine,
        missing.SelectMany(variable => (IEnumerable<string>)[$"  {variable.Name}", .. Help(variable).Select(line => $"      {line}")]));

    private static IEnumerable<string> Help(Variable variable) => variable.Help == Variables.StripeSecretKey.Help
        ?
        [
            variable.Help,
            $"A restricted key with just the rights, in test mode: {StripeRights.Form(isLive: false)}",
            $"and in live mode: {StripeRights.Form(isLive: true)}",
        ]
        : [variable.Help];

    private void Ask(Variable variable)
    {
        var help = string.Join(Environment.NewLine, Help(variable));
        for (var tries = 0; tries < Tries; tries++)
        {
            if (dialog.Ask(variable.Name, help, variable.IsSecret) is not { } value)
            {
                return;
            }

            place.Type(variable, value);
            if (Problem(variable) is not { } problem)
            {
                return;
            }

            place.Forget(variable);
            help = $"{variable.Name} {problem}";
        }
    }

    private string? Problem(Variable variable)
    {
        try
        {
            TandemSettings.ConnectionOf(place.Sources(), place.Directory, connection);
            return null;
        }
        catch (SettingsException wrong)
        {
            return wrong.Problems.FirstOrDefault(problem => problem.Variable == variable.Name)?.Text;
        }
    }
}
