using System.Reflection;
using Tandem.Engine;

namespace Tandem.Server.Tests.Host;

/// <summary>A real store that a test can break or hold up.</summary>
public class StoreDouble : DispatchProxy
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IStateStore _inner = null!;

    /// <summary>What every call throws, if set.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Accept waits for it, if set.</summary>
    public Task? Hold { get; set; }

    /// <summary>How often somebody asked whether it can commit.</summary>
    public int Probes { get; private set; }

    /// <summary>Ends when the first delivery has reached a store that holds it up.</summary>
    public Task Reached => _reached.Task;

    public static IStateStore Around(IStateStore inner, out StoreDouble control)
    {
        var proxy = Create<IStateStore, StoreDouble>();
        control = (StoreDouble)(object)proxy;
        control._inner = inner;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IAsyncDisposable.DisposeAsync) || targetMethod.IsSpecialName)
        {
            return targetMethod.Invoke(_inner, args);
        }

        Probes += targetMethod.Name == nameof(IStateStore.Probe) ? 1 : 0;
        if (Broken is { } fault)
        {
            throw fault;
        }

        return targetMethod.Name == nameof(IStateStore.Accept) && Hold is { } hold
            ? Later(hold, () => (Task<Acceptance>)targetMethod.Invoke(_inner, args)!)
            : targetMethod.Invoke(_inner, args);
    }

    private async Task<Acceptance> Later(Task hold, Func<Task<Acceptance>> call)
    {
        _reached.TrySetResult();
        await hold;
        return await call();
    }
}
