using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Lets a pass do what a person ordered, as it was shown to that person, or nothing.</summary>
/// <param name="order">What was shown; null when the person wanted the product done as it stands.</param>
internal sealed class OrderGate(Order? order)
{
    /// <summary>The order's text form, which every write that is begun for it carries.</summary>
    public string? Text { get; } = order?.ToString();

    /// <summary>Whether there was nothing left to do when the pass looked.</summary>
    public bool IsInStep { get; private set; }

    /// <summary>Why the pass must not go on; null when it may.</summary>
    /// <param name="seen">What both sides show now.</param>
    /// <param name="isReduced">Whether a vendor has refused a part of it in this pass, so that the plan is what is left of the ordered one.</param>
    public string? Objection(Situation seen, bool isReduced)
    {
        // What was begun for this order is carried to its end: it was compared before its first write.
        if (Text is not null && seen.Intents.Any(intent => intent.IsUnrecorded && intent.Order == Text))
        {
            return null;
        }

        var plan = Planner.Plan(seen);
        if (plan.IsEmpty && plan.Next.Link == seen.Record.Link && plan.Next.StripeId == seen.Record.StripeId)
        {
            IsInStep = true;
            return null;
        }

        if (order is null)
        {
            return null;
        }

        var now = Order.Of(seen, plan);
        return (now.Sanity == order.Sanity, now.Stripe == order.Stripe, now.Plan == order.Plan || isReduced) switch
        {
            (true, true, true) => null,
            (false, true, _) => "It has changed in Sanity since the plan was made.",
            (true, false, _) => "It has changed in Stripe since the plan was made.",
            (false, false, _) => "It has changed on both sides since the plan was made.",
            _ => "What is remembered or set has changed since the plan was made, and something else would be done now.",
        };
    }
}
