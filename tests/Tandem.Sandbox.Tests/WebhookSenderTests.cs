using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Tandem.Sandbox.Tests;

public sealed class WebhookSenderTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_waiting_and_a_later_delivery_are_both_sent_with_their_headers()
    {
        var outbox = new Outbox();
        var receiver = new Receiver();
        outbox.Add(FaultsTests.Delivery("a"));
        using var http = new HttpMessageInvoker(receiver);
        await using var sender = new WebhookSender(outbox, http, _clock);

        Assert.Equal("a a application/json", await receiver.Next());
        outbox.Add(FaultsTests.Delivery("b"));

        Assert.Equal("b b application/json", await receiver.Next());
        Assert.Empty(outbox.Waiting);
    }

    [Fact]
    public async Task A_delivery_is_tried_again_when_its_world_says_so_and_not_before()
    {
        var outbox = new Outbox();
        var receiver = new Receiver { Status = HttpStatusCode.Found };
        var ended = new List<int>();
        using var http = new HttpMessageInvoker(receiver);
        await using var sender = new WebhookSender(outbox, http, _clock);
        var attempts = new Attempts(sender);
        outbox.Add(FaultsTests.Delivery("a", ended: status =>
        {
            ended.Add(status);
            return ended.Count < 2 ? TimeSpan.FromHours(1) : null;
        }));

        await receiver.Next();
        await attempts.Next();
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Single(outbox.Waiting);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await attempts.Next();

        Assert.Equal([302, 302], ended);
        Assert.Empty(outbox.Waiting);
    }

    [Fact]
    public async Task One_address_gets_one_request_at_a_time_while_another_is_not_held_up()
    {
        var outbox = new Outbox();
        var receiver = new Receiver { Gate = new TaskCompletionSource() };
        using var http = new HttpMessageInvoker(receiver);
        await using var sender = new WebhookSender(outbox, http, _clock);
        outbox.Add(FaultsTests.Delivery("a1", "http://a/"));
        outbox.Add(FaultsTests.Delivery("a2", "http://a/"));
        outbox.Add(FaultsTests.Delivery("b1", "http://b/"));

        var first = new[] { await receiver.Next(), await receiver.Next() };
        Assert.Equal(["a1", "b1"], first.Select(line => line.Split(' ')[0]).Order());
        Assert.Equal("a2", Assert.Single(outbox.Waiting).Id);
        receiver.Gate.SetResult();

        Assert.StartsWith("a2", await receiver.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_30_seconds_counts_as_gone()
    {
        var outbox = new Outbox();
        var receiver = new Receiver { Gate = new TaskCompletionSource() };
        using var http = new HttpMessageInvoker(receiver);
        await using var sender = new WebhookSender(outbox, http, _clock);
        var attempts = new Attempts(sender);
        outbox.Add(FaultsTests.Delivery("a"));

        await receiver.Next();
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(0, await attempts.Next());
    }

    [Fact]
    public async Task Over_a_socket_a_redirect_is_an_answer_and_not_a_direction()
    {
        var world = new Redirecting();
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions());
        var outbox = new Outbox();
        using var http = new HttpMessageInvoker(WebhookSender.Handler());
        await using var sender = new WebhookSender(outbox, http, TimeProvider.System);
        var attempts = new Attempts(sender);
        outbox.Add(FaultsTests.Delivery("a", new Uri(host.Address, "/hook").AbsoluteUri));

        Assert.Equal(302, await attempts.Next());
        Assert.Equal(["/hook"], world.Paths);
    }

    [Fact]
    public async Task A_clock_moved_forward_fires_the_timers_it_jumps_over()
    {
        var clock = new OffsetTimeProvider(_clock);
        var early = Task.Delay(TimeSpan.FromMinutes(5), clock);
        var late = Task.Delay(TimeSpan.FromHours(5), clock);

        clock.Advance(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.Zero);
        await early;

        Assert.False(late.IsCompleted);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(1), clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromHours(4));
        await late;
    }

    private sealed class Redirecting : IWorld
    {
        public CallLog Calls { get; } = new();

        public Outbox Outbox { get; } = new();

        public Faults Faults { get; } = new(1);

        public List<string> Paths { get; } = [];

        public SandboxResponse Handle(SandboxRequest request)
        {
            Paths.Add(request.Path);
            return new SandboxResponse(302, new Dictionary<string, string> { ["Location"] = "/elsewhere" }, default);
        }
    }

    private sealed class Attempts
    {
        private readonly System.Threading.Channels.Channel<int> _ended = System.Threading.Channels.Channel.CreateUnbounded<int>();

        public Attempts(WebhookSender sender) => sender.Attempted += (_, status) => _ended.Writer.TryWrite(status);

        public ValueTask<int> Next() => _ended.Reader.ReadAsync();
    }

    private sealed class Receiver : HttpMessageHandler
    {
        private readonly System.Threading.Channels.Channel<string> _seen = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public TaskCompletionSource? Gate { get; init; }

        public ValueTask<string> Next() => _seen.Reader.ReadAsync();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            _seen.Writer.TryWrite($"{body} {request.Headers.GetValues("X-Id").Single()} {request.Content.Headers.ContentType}");
            if (Gate is not null)
            {
                await Gate.Task.WaitAsync(cancellationToken);
            }

            return new HttpResponseMessage(Status);
        }
    }
}
