using Tandem.Cli.Demo;
using Tandem.Server;

if (args is not ["--prepare"])
{
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}

// Installing takes minutes, which are not the tests' own.
try
{
    await ShopStudio.Build(Console.Error.WriteLine, CancellationToken.None);
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync($"studio: {refused.Message}");
    return 1;
}
