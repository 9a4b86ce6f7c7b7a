using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Tandem.Sandbox.Sanity;
using Tandem.Server;

namespace Tandem.Cli.Demo;

/// <summary>The service as a process of its own, <c>tandem serve</c>, so that killing it is a real kill.</summary>
/// <remarks>It keeps its port and its database over a kill; nothing of the caller's environment that the service reads reaches it.</remarks>
internal sealed class TandemProcess : IAsyncDisposable
{
    // Calls between programs of one machine go through nobody.
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    // A service that ends is noticed at once; this is for a machine that is busy with something else.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Dictionary<string, string> _environment;
    private readonly Queue<string> _lastLines = [];
    private readonly List<Process> _ended = [];
    private volatile Process? _process;

    /// <summary>Prepares a service between two stand-ins; <see cref="Start"/> starts it.</summary>
    public TandemProcess(string folder, StandIns standIns, TimeProvider clock)
    {
        (_folder, _clock) = (folder, clock);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var (sanitySecret, stripeSecret) = standIns.Subscribe(Address);
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Variables.StripeSecretKey.Name] = StandIns.StripeKey,
            [Variables.StripeWebhookSecret.Name] = stripeSecret,
            [Variables.StripeApiBase.Name] = standIns.StripeAddress.AbsoluteUri,
            [Variables.SanityApiToken.Name] = SanityWorldOptions.EditorToken,
            [Variables.SanityWebhookSecret.Name] = sanitySecret,
            [Variables.SanityApiHost.Name] = standIns.SanityAddress.AbsoluteUri,
            [Variables.SanityProjectId.Name] = standIns.Sanity.Options.ProjectId,
            [Variables.SanityDataset.Name] = standIns.Sanity.Options.Datasets[0],
            [Variables.Urls.Name] = Address.GetLeftPart(UriPartial.Authority),
            [Variables.Database.Name] = Database,
            [Variables.LogFormat.Name] = "json",
        };
        if (standIns.SanityBrowserAddress is not null)
        {
            // The Studio that comes there has the plugin in it.
            _environment[Variables.Studio.Name] = "on";
        }
    }

    /// <summary>Told of each line that the service logs, on any thread.</summary>
    public event Action<string>? Said;

    /// <summary>Where it takes webhooks.</summary>
    public Uri Address { get; }

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(_folder, "tandem.db");

    /// <summary>Its process id, or null while it is not running.</summary>
    public int? ProcessId => _process is { HasExited: false } running ? running.Id : null;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="pace">Variables of <see cref="EngineVariables"/> to set for this run.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">It did not become ready; the message has its last words.</exception>
    public async Task Start(IReadOnlyDictionary<Variable, string> pace, CancellationToken cancellation)
    {
        if (_process is { } before)
        {
            // Not disposed of yet: somebody may be asking right now whether it runs.
            _ended.Add(before);
        }

        var process = Launch(pace);
        _process = process;
        var began = _clock.GetTimestamp();
        while (!await IsReady(cancellation))
        {
            if (process.HasExited || _clock.GetElapsedTime(began) > StartPatience)
            {
                throw new InvalidOperationException($"The service did not start. Its last words:{Environment.NewLine}{LastWords()}");
            }

            await Task.Delay(Pause, _clock, cancellation);
        }
    }

    /// <summary>Kills it as a power cut would: no signal that it could hear, no time to finish.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            running.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        _ended.ForEach(process => process.Dispose());
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Launch(IReadOnlyDictionary<Variable, string> pace)
    {
        var start = Program();
        foreach (var variable in Variables.All.SelectMany(variable => variable.Aliases.Append(variable.Name)).Concat(Proxies))
        {
            start.Environment.Remove(variable);
            start.Environment.Remove(variable + "_FILE");
        }

        foreach (var (name, value) in _environment.Concat(pace.Select(pair => KeyValuePair.Create(pair.Key.Name, pair.Value))))
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // The same program that we are, whether it was started as `tandem` or as `dotnet tandem.dll`.
    private ProcessStartInfo Program()
    {
        var program = typeof(TandemProcess).Assembly.Location;
        var start = new ProcessStartInfo
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var host = Environment.ProcessPath;
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            start.FileName = host;
            start.ArgumentList.Add(program);
        }
        else
        {
            start.FileName = Path.ChangeExtension(program, OperatingSystem.IsWindows() ? ".exe" : null);
        }

        start.ArgumentList.Add("serve");

        // Our end of its input closes with us, however we end: it does not outlive the demo.
        start.ArgumentList.Add(ServeCommand.WhileInputIsOpen);
        return start;
    }

    private async Task<bool> IsReady(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "/health/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 20)
            {
                _lastLines.Dequeue();
            }
        }

        Said?.Invoke(line);
    }

    private string LastWords()
    {
        lock (_lastLines)
        {
            return string.Join(Environment.NewLine, _lastLines);
        }
    }
}
