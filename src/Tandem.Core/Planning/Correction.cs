namespace Tandem.Core;

/// <summary>An edit in Stripe that one of our writes overtook, learnt from the event of that write. It takes part in the next plan as if Stripe still showed it.</summary>
/// <param name="Id">The row's number in the store.</param>
/// <param name="Object">The Stripe object.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value that we overwrote unseen.</param>
public sealed record OvertakenEdit(long Id, ObjectId Object, string Field, FieldValue? Value);
