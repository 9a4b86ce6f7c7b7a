using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Sandbox.Sanity;

namespace Tandem.Benchmarks;

/// <summary>A server as a process of its own, with its output in a file and a folder that is thrown away.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly string _folder;

    private Server(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>How long it took from its start to its first answer.</summary>
    public TimeSpan Began { get; private set; }

    /// <summary>How much processor time that took: it does not depend on who else is at work on the machine.</summary>
    public TimeSpan Effort { get; private set; }

    /// <summary>The processor time that it has taken since its start.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in MB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts <c>./tandem serve</c> between two stand-ins; ends when <c>/health/live</c> answers.</summary>
    public static async Task<Server> Tandem(string root, Worlds worlds)
    {
        var address = FreeAddress();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STRIPE_SECRET_KEY"] = "sk_test_bench",
            ["STRIPE_WEBHOOK_SECRET"] = Worlds.StripeSecret,
            ["STRIPE_API_BASE"] = worlds.StripeAddress.AbsoluteUri,
            ["SANITY_API_TOKEN"] = SanityWorldOptions.EditorToken,
            ["SANITY_WEBHOOK_SECRET"] = Worlds.SanitySecret,
            ["SANITY_API_HOST"] = worlds.SanityAddress.AbsoluteUri,
            ["NEXT_PUBLIC_SANITY_PROJECT_ID"] = worlds.Sanity.Options.ProjectId,
            ["NEXT_PUBLIC_SANITY_DATASET"] = worlds.Sanity.Options.Datasets[0],
            ["TANDEM_URLS"] = address.GetLeftPart(UriPartial.Authority),
        };
        return await Start([Path.Combine(root, "tandem"), "serve"], address, variables, root);
    }

    /// <summary>Starts the endpoint that is compared with.</summary>
    public static async Task<Server> Bare(string root)
    {
        var address = FreeAddress();
        string[] command = ["dotnet", typeof(Server).Assembly.Location, "bare", address.GetLeftPart(UriPartial.Authority), Worlds.StripeSecret];
        return await Start(command, address, new() { ["DOTNET_gcConcurrent"] = "0" }, root);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    // The folder is made under artifacts/: a temporary folder may be in memory, where fsync costs nothing.
    private static async Task<Server> Start(string[] command, Uri address, Dictionary<string, string> variables, string root)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "bench", Path.GetRandomFileName())).FullName;
        var start = new ProcessStartInfo("bash", ["-c", """exec "$@" >output.log 2>&1""", "bash", .. command]) { WorkingDirectory = folder };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        var server = new Server(Process.Start(start)!, folder, address);
        while (!await server.IsAlive())
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(began) > StartPatience)
            {
                var words = await File.ReadAllTextAsync(Path.Combine(folder, "output.log"));
                await server.DisposeAsync();
                throw new InvalidOperationException(words);
            }

            await Task.Delay(2);
        }

        server.Began = Stopwatch.GetElapsedTime(began);
        server.Effort = server.Processor;
        return server;
    }

    private async Task<bool> IsAlive()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
            await socket.SendAsync("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray(), SocketFlags.None);
            var buffer = new byte[256];
            var got = await socket.ReceiveAsync(buffer, SocketFlags.None);
            return Encoding.ASCII.GetString(buffer, 0, got).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
