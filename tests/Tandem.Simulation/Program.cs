using Tandem.Simulation;

return Arguments.AreOurs(args) ? await Command.Run(args) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
