using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Tandem.Cli;

/// <summary>A command whose help goes on after the options: examples, exit codes, where settings come from.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">One sentence, which the list of commands shows too.</param>
/// <param name="more">What its own help says besides.</param>
internal sealed class ToldCommand(string name, string description, string more) : Command(name, description)
{
    /// <summary>What its own help says besides.</summary>
    public string More => more;
}

/// <summary>The usual help, then what the command itself tells; of a command inside of another, what that one tells.</summary>
/// <param name="usual">The usual help.</param>
internal sealed class ToldHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        for (SymbolResult? at = parseResult.CommandResult; at is CommandResult result; at = at.Parent)
        {
            if (result.Command is ToldCommand told)
            {
                parseResult.InvocationConfiguration.Output.WriteLine(told.More);
                break;
            }
        }

        return code;
    }
}
