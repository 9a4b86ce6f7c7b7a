using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tandem.Sandbox;

/// <summary>A self-signed certificate for names of this machine, made in memory: nothing is installed, and nobody trusts it who is not told to.</summary>
public static class LocalCertificate
{
    /// <summary>The name under which a browser reaches a stand-in of Sanity; a project is a label in front of it.</summary>
    /// <remarks>Browsers resolve every name below <c>localhost</c> to this machine, and accept a wildcard only below two labels.</remarks>
    public const string Host = "dev.localhost";

    /// <summary>Makes one that is valid for a week.</summary>
    /// <param name="clock">Tells what day it is.</param>
    public static X509Certificate2 Make(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Tandem sandbox", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { "localhost", Host, $"*.{Host}" })
        {
            names.AddDnsName(name);
        }

        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        var now = clock.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
    }
}
