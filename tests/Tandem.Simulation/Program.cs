using Tandem.Simulation;

return args is ["--seeds" or "--replay" or "--alarm-drill" or "--from", ..]
    ? Command.Run(args)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
