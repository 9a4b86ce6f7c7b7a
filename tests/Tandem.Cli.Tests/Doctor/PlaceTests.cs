using Microsoft.Extensions.Time.Testing;
using Tandem.Cli.Doctor;
using Tandem.Sandbox;

namespace Tandem.Cli.Tests.Doctor;

/// <summary>Clocks, disks and pictures: what the machine brings.</summary>
public sealed class PlaceTests
{
    private const string Mounts = """
        overlay / overlay rw,relatime 0 0
        proc /proc proc rw 0 0
        tmpfs /run tmpfs rw 0 0
        /dev/sda1 /srv ext4 rw 0 0
        10.0.0.5:/export /srv/shared nfs4 rw 0 0
        /dev/sdb1 /var/lib/my\040data xfs rw 0 0
        tmpfs /srv/hidden ext4 rw 0 0
        tmpfs /srv/hidden tmpfs rw 0 0
        """;

    [Theory]
    [InlineData("/srv/tandem", "ext4", "Good")]
    [InlineData("/srv/sharedness", "ext4", "Good")]
    [InlineData("/srv/shared/tandem", "nfs4", "Wrong")]
    [InlineData("/run/tandem", "tmpfs", "Wrong")]
    [InlineData("/srv/hidden", "tmpfs", "Wrong")]
    [InlineData("/var/lib/my data/tandem", "xfs", "Good")]
    [InlineData("/opt/tandem", "overlay", "Warning")]
    public void A_disk_that_forgets_lies_across_a_network_or_goes_with_its_container_is_seen(string folder, string type, string severity)
    {
        var table = MountTable.Parse(Mounts);
        Assert.Equal(type, table.TypeOf(folder));
        Assert.Equal(severity, MountTable.Judge(table.TypeOf(folder), folder).Severity.ToString());
    }

    [Fact]
    public void Without_a_table_nothing_is_concluded() => Assert.Equal(Severity.Skipped, MountTable.Judge(MountTable.Parse("").TypeOf("/srv"), "/srv").Severity);

    [Theory]
    [InlineData(0, "Good")]
    [InlineData(30, "Good")]
    [InlineData(90, "Warning")]
    [InlineData(-90, "Warning")]
    [InlineData(301, "Wrong")]
    [InlineData(-4000, "Wrong")]
    public async Task A_clock_that_is_wrong_is_seen_at_both_vendors(int seconds, string severity)
    {
        using var bench = await DoctorBench.Make();
        var (code, results, _) = await bench.Run(new FakeTimeProvider(bench.Setup.Time.GetUtcNow().AddSeconds(seconds)));

        Assert.Equal((severity, severity), (results["stripe-clock"].Finding.Severity.ToString(), results["sanity-clock"].Finding.Severity.ToString()));
        Assert.Equal(severity switch { "Wrong" => 1, "Warning" => 3, _ => 0 }, code);
        if (seconds > 60)
        {
            Assert.Contains($"{seconds} s ahead of Stripe's", results["stripe-clock"].Finding.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "Good")]
    [InlineData("HTTP/1.1 403 Forbidden", "Wrong")]
    [InlineData("HTTP/1.1 503 Busy", "Warning")]
    public async Task A_picture_is_asked_for_as_Stripe_will(string head, string severity)
    {
        using var bench = await DoctorBench.Make();
        await using var host = new PictureHost();
        var asset = Upload(bench);
        host.Has($"/images/standin1/production/{asset}", [], head);
        var (_, results, _) = await bench.Run(TimeProvider.System, host.Network);

        Assert.True(severity == results["pictures"].Finding.Severity.ToString(), results["pictures"].Finding.Text);
        Assert.StartsWith("HEAD ", Assert.Single(host.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_server_that_leads_inward_is_not_asked()
    {
        using var bench = await DoctorBench.Make();
        await using var host = new PictureHost { Resolves = _ => [System.Net.IPAddress.Loopback] };
        Upload(bench);
        var (_, results, _) = await bench.Run(TimeProvider.System, host.Network);
        Assert.Equal(Severity.Wrong, results["pictures"].Finding.Severity);
        Assert.Empty(host.Dialled);
    }

    [Fact]
    public async Task Pictures_that_are_not_carried_are_nobodys_business()
    {
        using var bench = await DoctorBench.Make();
        await using var host = new PictureHost();
        bench.Setup.Folder.Write("tandem.json", """{ "product": { "fields": { "images": false } } }""");
        Upload(bench);
        var (_, results, _) = await bench.Run(TimeProvider.System, host.Network);
        Assert.Equal(Severity.Skipped, results["pictures"].Finding.Severity);
        Assert.Empty(host.Asked);
    }

    private static string Upload(DoctorBench bench)
    {
        var request = new SandboxRequest(
            "POST", "/v2025-02-19/assets/images/production", "",
            new Dictionary<string, string> { ["authorization"] = $"Bearer {Tandem.Sandbox.Sanity.SanityWorldOptions.EditorToken}", ["content-type"] = "image/png" }, PictureHost.Png(2, 3));
        var answer = System.Text.Json.Nodes.JsonNode.Parse(bench.Setup.Sanity.Handle(request).Body.Span)!;
        return ((string)answer["document"]!["path"]!).Split('/')[^1];
    }
}
