using System.Net;

namespace Tandem.Sanity.Tests;

/// <summary>Which addresses are asked for a picture at all: hostile ones fall to the list of hosts, to the address of the host, or to both.</summary>
public sealed class PictureAddressTests
{
    private const string Allowed = "images.example.com";

    [Theory]

    // Other schemes.
    [InlineData("http://images.example.com/a.png", "only https")]
    [InlineData("HTTP://images.example.com/a.png", "only https")]
    [InlineData("ftp://images.example.com/a.png", "only https")]
    [InlineData("gopher://images.example.com/_GET", "only https")]
    [InlineData("ws://images.example.com/a.png", "only https")]
    [InlineData("ldap://images.example.com/a", "only https")]
    [InlineData("file:///etc/passwd", "no web address")]
    [InlineData("file://images.example.com/etc/passwd", "only https")]
    [InlineData("data:image/png;base64,AAAA", "no web address")]
    [InlineData("javascript:alert(1)", "no web address")]
    [InlineData("jar:https://images.example.com!/a", "no web address")]
    [InlineData("//images.example.com/a.png", "")]
    [InlineData("/etc/passwd", "")]
    [InlineData("images.example.com/a.png", "no web address")]
    [InlineData("", "no web address")]

    // Credentials.
    [InlineData("https://user:secret@images.example.com/a.png", "credentials")]
    [InlineData("https://user@images.example.com/a.png", "credentials")]
    [InlineData("https://@images.example.com/a.png", "credentials")]
    [InlineData("https://:@images.example.com/a.png", "credentials")]
    [InlineData("https://images.example.com@evil.test/a.png", "credentials")]
    [InlineData("https://images.example.com%40evil.test/a.png", "")]
    [InlineData("https://images.example.com:443@evil.test/", "credentials")]

    // Ports.
    [InlineData("https://images.example.com:80/a.png", "port 443")]
    [InlineData("https://images.example.com:8443/a.png", "port 443")]
    [InlineData("https://images.example.com:22/a.png", "port 443")]
    [InlineData("https://images.example.com:0/a.png", "port 443")]
    [InlineData("https://images.example.com:65536/a.png", "no web address")]

    // This machine and its networks, in every spelling.
    [InlineData("https://127.0.0.1/", "list")]
    [InlineData("https://127.1/", "list")]
    [InlineData("https://2130706433/", "list")]
    [InlineData("https://0x7f000001/", "list")]
    [InlineData("https://0x7f.0.0.1/", "list")]
    [InlineData("https://0177.0.0.1/", "list")]
    [InlineData("https://0/", "list")]
    [InlineData("https://0.0.0.0/", "list")]
    [InlineData("https://①②⑦.⓪.⓪.①/", "list")]
    [InlineData("https://１２７.０.０.１/", "list")]
    [InlineData("https://127。0。0。1/", "list")]
    [InlineData("https://localhost/", "list")]
    [InlineData("https://localhost./", "list")]
    [InlineData("https://LOCALHOST/", "list")]
    [InlineData("https://ⓛocalhost/", "list")]
    [InlineData("https://[::1]/", "list")]
    [InlineData("https://[::]/", "list")]
    [InlineData("https://[::ffff:127.0.0.1]/", "list")]
    [InlineData("https://[::ffff:7f00:1]/", "list")]
    [InlineData("https://[64:ff9b::7f00:1]/", "list")]
    [InlineData("https://[2002:7f00:1::]/", "list")]
    [InlineData("https://[fe80::1%25eth0]/", "list")]
    [InlineData("https://[fd00:ec2::254]/", "list")]
    [InlineData("https://10.0.0.1/", "list")]
    [InlineData("https://192.168.1.1/", "list")]
    [InlineData("https://172.16.0.1/", "list")]
    [InlineData("https://100.64.0.1/", "list")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "list")]
    [InlineData("https://metadata.google.internal/computeMetadata/v1/", "list")]
    [InlineData("https://instance-data/latest/", "list")]
    [InlineData("https://127.0.0.1.nip.io/", "list")]

    // Neighbours of an allowed name.
    [InlineData("https://evil.test/images.example.com/a.png", "list")]
    [InlineData("https://images.example.com.evil.test/a.png", "list")]
    [InlineData("https://evilimages.example.com/a.png", "list")]
    [InlineData("https://example.com/a.png", "list")]
    [InlineData("https://x.images.example.com/a.png", "list")]
    [InlineData("https://images.example.com./a.png", "list")]
    [InlineData("https://images.exаmple.com/a.png", "list")]
    [InlineData("https://evil.test#@images.example.com/", "list")]
    [InlineData("https://evil.test?@images.example.com/", "list")]
    [InlineData("https://evil.test\\@images.example.com/", "no web address")]
    [InlineData("https:\\\\images.example.com\\a.png", "no web address")]
    [InlineData("https://images.example.com\\.evil.test/", "no web address")]
    [InlineData("https://images.example.com/a.png\r\nHost: evil.test", "no web address")]
    [InlineData("https://images.example.com\u0000.evil.test/", "no web address")]
    [InlineData("https:// images.example.com/", "no web address")]
    [InlineData("https://\timages.example.com/", "no web address")]
    [InlineData("https://images.example\uFFFD.com/a.png", "")]
    [InlineData("https:///images.example.com/a.png", "")]
    [InlineData("https://", "no web address")]
    public void What_is_no_plain_address_of_an_allowed_host_is_refused_before_anything_is_asked(string address, string reason)
    {
        var (found, problem) = PictureAddress.Read(address, [Allowed]);
        Assert.Null(found);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://images.example.com/a.png")]
    [InlineData("https://images.example.com:443/a.png?w=1#x")]
    [InlineData("HTTPS://IMAGES.EXAMPLE.COM/a.png")]
    [InlineData("https://images.example.com/a@b.png")]
    public void What_is_one_is_asked_by_the_name_that_is_on_the_list(string address)
    {
        var (found, problem) = PictureAddress.Read(address, [Allowed]);
        Assert.Null(problem);
        Assert.Equal((Allowed, "https", 443), (found!.IdnHost, found.Scheme, found.Port));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.255.255.255")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.0")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:93.184.215.14")]
    [InlineData("::ffff:0:7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::5db8:d70e")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:5db8:d70e::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Addresses_that_lead_into_a_network_or_to_no_single_host_are_not_public(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("93.184.215.14")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void Other_addresses_are_public(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("89504E470D0A1A0A00", "image/png")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("474946383761", "image/gif")]
    [InlineData("52494646AABBCCDD57454250", "image/webp")]
    [InlineData("", null)]
    [InlineData("FFD8", null)]
    [InlineData("89504E47", null)]
    [InlineData("474946383861", null)]
    [InlineData("52494646AABBCCDD57415645", null)]
    [InlineData("3C73766720786D6C6E733D", null)]
    [InlineData("3C21444F43545950452068746D6C3E", null)]
    [InlineData("255044462D", null)]
    [InlineData("424D", null)]
    [InlineData("0000001C66747970617669660000", null)]
    public void The_type_is_told_by_the_first_bytes(string bytes, string? type) => Assert.Equal(type, PictureType.Of(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("https://cdn.sanity.io/images/p/d/abc-2x3.png", "image-abc-2x3-png")]
    [InlineData("https://cdn.sanity.io/images/p/d/abc-2x3.png?w=1200&fm=webp", "image-abc-2x3-png")]
    [InlineData("https://cdn.sanity.io/images/p/d/abc-2x3.png/mug.png?dl=1", "image-abc-2x3-png")]
    [InlineData("https://cdn.sanity.io/images/p/other/abc-2x3.png", null)]
    [InlineData("https://cdn.sanity.io/images/other/d/abc-2x3.png", null)]
    [InlineData("https://cdn.sanity.io.evil.test/images/p/d/abc-2x3.png", null)]
    [InlineData("https://cdn.sanity.io/images/p/d/../d/abc-2x3.png", null)]
    [InlineData("https://cdn.sanity.io/images/p/d/abc.png", null)]
    [InlineData("http://cdn.sanity.io/images/p/d/abc-2x3.png", null)]
    public void An_address_of_the_datasets_own_picture_is_known_in_every_rendition(string address, string? asset) => Assert.Equal(asset, new PictureServer("p", "d").Asset(address));
}
