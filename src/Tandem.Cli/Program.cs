using Tandem.Cli;

return await Commandline.Run(args);
