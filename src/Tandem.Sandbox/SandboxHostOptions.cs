using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Tandem.Sandbox;

/// <summary>How a world is put on a loopback socket.</summary>
public sealed record SandboxHostOptions
{
    /// <summary>The port on 127.0.0.1; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>A second port, for HTTPS with HTTP/2 and HTTP/1.1; 0 lets the system choose, null is none. A browser needs HTTP/2 for the Studio's many open streams.</summary>
    public int? SecurePort { get; init; }

    /// <summary>What <see cref="SecurePort"/> presents; null for a certificate that is made for this run.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Serves what a single request and answer cannot, such as an event stream. Returns false for a request that it leaves to the world.</summary>
    public Func<HttpContext, Task<bool>>? Streams { get; init; }

    /// <summary>The clock that delays are measured on.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The largest request body in bytes. The Content Lake takes assets, hence the generous default of 100 MB.</summary>
    public long MaxBody { get; init; } = 100L * 1024 * 1024;
}
