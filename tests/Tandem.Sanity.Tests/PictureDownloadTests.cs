using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Tandem.Engine;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

/// <summary>Fetching pictures from hosts that mean no good, over a real socket and TLS.</summary>
public sealed class PictureDownloadTests : IAsyncLifetime
{
    private static readonly byte[] Png = PictureHost.Png(2, 3);
    private readonly PictureHost _host = new();
    private readonly FakeTimeProvider _clock = new();
    private PictureDownload _download = null!;

    public ValueTask InitializeAsync()
    {
        _download = new PictureDownload(_host.Network, _clock);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_picture_comes_as_it_is_and_nothing_about_us_goes_there()
    {
        _host.Has("/a.png?x=1", Png);
        var picture = (await Fetch("/a.png?x=1")).Value();

        Assert.Equal(Png, picture.Bytes.ToArray());
        Assert.Equal("image/png", picture.Type);
        Assert.Equal([new IPEndPoint(IPAddress.Parse("93.184.215.14"), 443)], _host.Dialled);
        var asked = Assert.Single(_host.Asked).ToLowerInvariant();
        Assert.StartsWith("get /a.png?x=1 http/1.1\r\n", asked, StringComparison.Ordinal);
        foreach (var header in new[] { "cookie", "authorization", "referer", "traceparent", "accept-encoding", "proxy" })
        {
            Assert.DoesNotContain(header, asked, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fd00:ec2::254")]
    public async Task A_name_that_leads_inwards_is_never_connected_to(string address)
    {
        _host.Has("/a.png", Png);
        _host.Resolves = _ => [IPAddress.Parse("93.184.215.14"), IPAddress.Parse(address)];
        Refused(await Fetch("/a.png"), "private or special network");
        Assert.Empty(_host.Dialled);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_gains_nothing()
    {
        // What was vetted is what is connected to; and each picture is vetted anew, over a connection of its own.
        var looks = 0;
        _host.Has("/a.png", Png);
        _host.Resolves = _ => [IPAddress.Parse(looks++ == 0 ? "93.184.215.14" : "127.0.0.1")];

        (await Fetch("/a.png")).Value();
        Assert.Equal(1, looks);
        Refused(await Fetch("/a.png"), "private or special network");
        Assert.Equal([IPAddress.Parse("93.184.215.14")], _host.Dialled.Select(dialled => dialled.Address));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        _host.Has("/a.png", [], $"HTTP/1.1 {status} Elsewhere\r\nSet-Cookie: a=b\r\nLocation: https://{PictureHost.Name}/b.png").Has("/b.png", Png);
        Refused(await Fetch("/a.png"), "redirect, which is not followed");
        Assert.Single(_host.Asked);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10000001\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    public async Task A_body_that_is_too_large_is_not_read_to_its_end(string head)
    {
        var body = new byte[PictureDownload.Largest + 1];
        Png.CopyTo(body, 0);
        _host.Answers["/a.png"] = (head, body);
        Refused(await Fetch("/a.png"), "larger than 10 MB");
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_taken()
    {
        var body = new byte[PictureDownload.Largest];
        Png.CopyTo(body, 0);
        Assert.Equal(body.Length, (await Fetch(_host.Has("/a.png", body))).Value().Bytes.Length);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_given_up_in_time_and_tried_again()
    {
        _host.Answers["/a.png"] = ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n", Png);
        _host.Stalls.Add("/a.png");
        var fetch = Fetch("/a.png");
        await _host.Stalled.Task;
        _clock.Advance(PictureDownload.Patience - TimeSpan.FromSeconds(1));
        Assert.False(fetch.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Waits(await fetch, "took longer than 20 seconds");
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>")]
    [InlineData("<!DOCTYPE html>")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public async Task What_is_no_picture_is_refused_whatever_its_sender_says(string body) =>
        Refused(await Fetch(_host.Has("/a.png", Encoding.ASCII.GetBytes(body))), "only JPEG, PNG, WebP and GIF");

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(206)]
    public async Task What_no_repetition_mends_is_refused(int status) => Refused(await Fetch(_host.Has("/a.png", Png, $"HTTP/1.1 {status} No")), $"({status})");

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_go_better_later_is_tried_again(int status) => Waits(await Fetch(_host.Has("/a.png", [], $"HTTP/1.1 {status} Later")), $"({status})");

    [Fact]
    public async Task A_name_without_an_address_and_a_host_that_breaks_off_are_tried_again()
    {
        _host.Answers["/a.png"] = ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n", Png);
        Waits(await Fetch("/a.png"), PictureHost.Name);
        _host.Resolves = _ => [];
        Waits(await Fetch("/a.png"), "has no address");
    }

    [Fact]
    public async Task A_certificate_of_another_name_opens_nothing()
    {
        _host.Has("/a.png", Png);
        Waits(await _download.Fetch(new Uri("https://files.example.com/a.png"), Now), "certificate");
        Assert.Empty(_host.Asked);
    }

    public async ValueTask DisposeAsync()
    {
        _download.Dispose();
        await _host.DisposeAsync();
    }

    private Task<Outcome<Picture>> Fetch(string path) => _download.Fetch(PictureHost.At(path), Now);

    private Task<Outcome<Picture>> Fetch(PictureHost host) => _download.Fetch(PictureHost.At(host.Answers.Keys.Single()), Now);

    private static void Refused(Outcome<Picture> outcome, string words)
    {
        var refused = outcome.Fault.Fault<CatalogFault.Refused>();
        Assert.Equal("images", refused.Field);
        Assert.Contains(PictureHost.Name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static void Waits(Outcome<Picture> outcome, string words)
    {
        var waiting = outcome.Fault.Fault<CatalogFault.Unavailable>();
        Assert.Equal("images", waiting.Field);
        Assert.Contains(words, waiting.Message, StringComparison.Ordinal);
        Assert.Contains("tried again", waiting.Message, StringComparison.Ordinal);
    }
}
