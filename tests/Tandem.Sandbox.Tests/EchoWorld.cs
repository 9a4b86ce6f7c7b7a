using System.Collections.Frozen;
using System.Text;

namespace Tandem.Sandbox.Tests;

/// <summary>A world that counts executions and echoes what it was asked.</summary>
internal sealed class EchoWorld : IWorld
{
    private static readonly FrozenDictionary<string, string> Plain = new Dictionary<string, string> { ["Content-Type"] = "text/plain" }.ToFrozenDictionary();

    public CallLog Calls { get; } = new();

    public Outbox Outbox { get; } = new();

    public Faults Faults { get; } = new(1);

    public int Executed { get; private set; }

    public SandboxResponse Handle(SandboxRequest request) => Faults.Apply(
        request,
        () =>
        {
            Executed++;
            return Text(200, $"{request.Method} {request.Path} {request.Query} {Encoding.UTF8.GetString(request.Body.Span)}");
        },
        fault => Text(fault.Kind is CallFaultKind.RateLimited ? 429 : fault.Kind is CallFaultKind.Conflict ? 409 : 500, "refused"));

    private static SandboxResponse Text(int status, string text) => new(status, Plain, Encoding.UTF8.GetBytes(text));
}
