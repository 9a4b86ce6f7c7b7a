using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tandem.Server;

/// <summary>The limits of the web server itself: what is refused before any code of ours runs.</summary>
public static class KestrelLimits
{
    /// <summary>The largest body where no endpoint says otherwise, in bytes. Kestrel's own default is 30 MB.</summary>
    public const long LargestBody = 64 * 1024;

    /// <summary>The smallest rate at which a body must arrive, in bytes a second, once the grace of five seconds is over.</summary>
    public const double BodyRate = 240;

    /// <summary>Sets the limits. <c>tandem serve</c> does; a host of your own may: <c>builder.WebHost.ConfigureKestrel(KestrelLimits.Apply)</c>.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(BodyRate, TimeSpan.FromSeconds(5));
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.MaxConcurrentConnections = 512;
        limits.MaxConcurrentUpgradedConnections = 0;
    }
}
