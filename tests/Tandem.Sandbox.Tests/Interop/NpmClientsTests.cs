using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Tests.Interop;

public sealed class NpmClientsTests(NpmClients npm)
{
    [Fact]
    public async Task The_installed_clients_are_the_pinned_ones()
    {
        var verdict = await npm.Script("versions.mjs");

        Assert.Equal("23.1.0", (string?)verdict["stripe"]);
        Assert.Equal("1.52.0", (string?)verdict["@stripe/cli"]);
        Assert.Equal("8.15.0", (string?)verdict["@sanity/client"]);
        Assert.Equal("4.0.4", (string?)verdict["@sanity/webhook"]);
    }

    [Fact]
    public void The_lock_file_names_no_registry()
    {
        var packages = JsonNode.Parse(File.ReadAllText(Path.Combine(NpmClients.Folder, "package-lock.json")))!["packages"]!.AsObject();

        Assert.All(packages, package => Assert.Null(package.Value!["resolved"]));
    }
}
