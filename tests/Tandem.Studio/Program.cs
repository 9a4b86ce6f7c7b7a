using Tandem.Studio.Harness;

return args is ["--prepare"] ? await ShopStudio.Prepare() : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
