namespace Tandem.Sandbox;

/// <summary>The seeded faults of one world: what goes wrong with its calls and its deliveries, reproducibly.</summary>
/// <remarks>A world consults it in its handling of a call and sends every delivery through <see cref="Send"/>.</remarks>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly FaultRules<CallFault> _calls;
    private readonly FaultRules<DeliveryFault> _deliveries;
    private PendingDelivery? _held;

    /// <summary>Makes a source of faults without any rule.</summary>
    /// <param name="seed">Decides every draw of a rule with a probability below 1.</param>
    public Faults(int seed)
    {
        _calls = new FaultRules<CallFault>(new Random(seed));
        _deliveries = new FaultRules<DeliveryFault>(new Random(seed ^ 0x5eed));
    }

    /// <summary>Told of every call at its exact points, so that a rig can kill the caller there.</summary>
    /// <remarks>
    /// Called synchronously. A rule added at <see cref="CallMoment.BeforeExecute"/> meets the same call:
    /// "killed before executing" is a kill plus one <see cref="CallFaultKind.CutBeforeCommit"/>.
    /// </remarks>
    public Action<SandboxRequest, CallMoment>? OnCall { get; set; }

    /// <summary>Adds a rule for calls; older rules are asked first.</summary>
    public void Add(CallFault rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            _calls.Add(rule, rule.Skip, rule.Times, rule.Probability);
        }
    }

    /// <summary>Adds a rule for deliveries; older rules are asked first.</summary>
    public void Add(DeliveryFault rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            _deliveries.Add(rule, rule.Skip, rule.Times, rule.Probability);
        }
    }

    /// <summary>Forgets all rules: the calm after the storm.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _deliveries.Clear();
        }
    }

    /// <summary>Draws the fault that strikes this call, or null.</summary>
    public CallFault? Draw(SandboxRequest request)
    {
        lock (_gate)
        {
            return _calls.Draw(rule => rule.Matches(request));
        }
    }

    /// <summary>Raises <see cref="OnCall"/>.</summary>
    public void Raise(SandboxRequest request, CallMoment moment) => OnCall?.Invoke(request, moment);

    /// <summary>Executes one call under these faults, raising the moments around it.</summary>
    /// <param name="request">The call.</param>
    /// <param name="execute">The world's own work; not called when the fault comes before it.</param>
    /// <param name="refuse">The vendor's answer for a 429, 409 or 500.</param>
    public SandboxResponse Apply(SandboxRequest request, Func<SandboxResponse> execute, Func<CallFault, SandboxResponse> refuse)
    {
        ArgumentNullException.ThrowIfNull(execute);
        ArgumentNullException.ThrowIfNull(refuse);
        return Apply(request, fault => fault is null or { Commits: true, Kind: not CallFaultKind.ErrorAfterCommit } ? execute() : Refused(fault));

        SandboxResponse Refused(CallFault fault)
        {
            if (fault.Commits)
            {
                execute();
            }

            return refuse(fault);
        }
    }

    /// <summary>As the other overload, for a world that answers 429, 409 and 500 deeper inside: it is given the fault, and cuts and tears are done here.</summary>
    public SandboxResponse Apply(SandboxRequest request, Func<CallFault?, SandboxResponse> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Raise(request, CallMoment.BeforeExecute);
        var fault = Draw(request);
        if (fault is { Kind: CallFaultKind.CutBeforeCommit })
        {
            return Answers.Cut with { Delay = fault.Delay };
        }

        var given = answer(fault);
        if (fault is null or { Commits: true })
        {
            Raise(request, CallMoment.AfterExecute);
        }

        return fault switch
        {
            null => given,
            { Kind: CallFaultKind.CutAfterCommit } => Answers.Cut with { Delay = fault.Delay },
            { Kind: CallFaultKind.MalformedBody } => Answers.Torn(given) with { Delay = fault.Delay },
            _ => given with { Delay = given.Delay + fault.Delay },
        };
    }

    /// <summary>Puts a delivery into the outbox, spoiled by at most one rule.</summary>
    /// <returns>The rule that struck, or null.</returns>
    public DeliveryFault? Send(Outbox outbox, PendingDelivery delivery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        ArgumentNullException.ThrowIfNull(delivery);
        DeliveryFault? fault;
        PendingDelivery? overtaken;
        lock (_gate)
        {
            fault = _deliveries.Draw(rule => delivery.Summary.StartsWith(rule.SummaryPrefix, StringComparison.Ordinal));
            overtaken = _held;
            _held = fault?.Kind is DeliveryFaultKind.Reorder ? delivery : null;
        }

        delivery.Due = fault?.Kind is DeliveryFaultKind.Delay or DeliveryFaultKind.Reorder ? now + fault.Delay : Later(delivery.Due, now);
        if (fault?.Kind is not DeliveryFaultKind.Drop)
        {
            outbox.Add(delivery);
        }

        if (fault?.Kind is DeliveryFaultKind.Duplicate)
        {
            outbox.Add(Duplicate(delivery));
        }

        if (overtaken is not null && outbox.Take(overtaken))
        {
            overtaken.Due = now;
            outbox.Add(overtaken);
        }

        return fault;
    }

    /// <summary>A second copy of a delivery, which is never tried again on its own.</summary>
    public static PendingDelivery Duplicate(PendingDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return new PendingDelivery
        {
            Id = delivery.Id,
            Url = delivery.Url,
            Body = delivery.Body,
            Headers = delivery.Headers,
            Summary = delivery.Summary,
            Ended = _ => null,
            Due = delivery.Due,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
