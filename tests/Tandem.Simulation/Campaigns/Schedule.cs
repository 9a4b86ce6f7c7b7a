using System.Collections.Immutable;

namespace Tandem.Simulation;

/// <summary>What is to happen in one run: drawn from a seed, and smaller when it was shrunk.</summary>
/// <param name="Seed">Decides everything else: interleaving, weather, values.</param>
/// <param name="Operations">What people and fate do, in order.</param>
internal sealed record Schedule(int Seed, ImmutableArray<Operation> Operations)
{
    /// <summary>Draws a schedule. Each seed switches a random half of the operations off, so that rare ones meet often in some.</summary>
    public static Schedule Draw(int seed)
    {
        var swarm = new Random(seed);
        var enabled = Operation.Table.Where(_ => swarm.Next(2) == 0).ToArray();
        if (enabled.Length == 0)
        {
            enabled = [.. Operation.Table];
        }

        var total = enabled.Sum(entry => entry.Weight);

        // Most faults of concurrency need few steps; long stories find what only history makes possible.
        var count = swarm.Next(40) switch { 0 => swarm.Next(15, 61), < 8 => swarm.Next(5, 16), _ => swarm.Next(1, 5) };
        var operations = ImmutableArray.CreateBuilder<Operation>(count);
        for (var i = 0; i < count; i++)
        {
            var draw = swarm.Next(total);
            var entry = enabled.First(candidate => (draw -= candidate.Weight) < 0);
            operations.Add(new Operation(entry.Name, swarm.Next(), (Pause)swarm.Next(4)));
        }

        return new Schedule(seed, operations.DrainToImmutable());
    }
}

/// <summary>What the world does before the next operation.</summary>
internal enum Pause
{
    /// <summary>Nothing: the next operation follows at once.</summary>
    None,

    /// <summary>A few steps: the next operation falls into the middle of passes.</summary>
    Steps,

    /// <summary>Until nothing can run without the clock.</summary>
    Idle,

    /// <summary>Some seconds or minutes, with all that falls due.</summary>
    While,
}

/// <summary>One thing that a person or fate does.</summary>
/// <param name="Name">Its name in the <see cref="Table"/>.</param>
/// <param name="Seed">Decides its choices.</param>
/// <param name="Pause">What follows it.</param>
internal sealed record Operation(string Name, int Seed, Pause Pause)
{
    /// <summary>All operations with their weights.</summary>
    public static readonly ImmutableArray<(string Name, int Weight, Action<Cast, Random> Do)> Table =
    [
        ("editor creates a product", 6, (cast, random) => cast.Editors.CreateProduct(random)),
        ("editor edits a product", 8, (cast, random) => cast.Editors.EditProduct(random)),
        ("editor edits two fields", 3, (cast, random) => cast.Editors.EditTwoFields(random)),
        ("editor returns a field", 3, (cast, random) => cast.Editors.Return(random)),
        ("editor empties a field", 2, (cast, random) => cast.Editors.Clear(random)),
        ("editor switches something on or off", 3, (cast, random) => cast.Editors.Toggle(random)),
        ("editor leaves a draft open", 4, (cast, random) => cast.Editors.LeaveDraft(random)),
        ("editor publishes a draft", 4, (cast, random) => cast.Editors.PublishDraft(random)),
        ("editor discards a draft", 1, (cast, random) => cast.Editors.DiscardDraft(random)),
        ("editor writes into a release", 1, (cast, random) => cast.Editors.EditVersion(random)),
        ("editor creates a price", 4, (cast, random) => cast.Editors.CreatePrice(random)),
        ("editor changes an amount", 7, (cast, random) => cast.Editors.ChangeAmount(random)),
        ("editor slips", 1, (cast, random) => cast.Editors.Slip(random)),
        ("editor returns an amount", 4, (cast, random) => cast.Editors.ReturnAmount(random)),
        ("editor charges in another way", 3, (cast, random) => cast.Editors.ChangeScheme(random)),
        ("editor changes another currency", 3, (cast, random) => cast.Editors.ChangeOtherCurrency(random)),
        ("editor changes terms", 3, (cast, random) => cast.Editors.ChangeTerms(random)),
        ("editor edits a price", 4, (cast, random) => cast.Editors.EditPrice(random)),
        ("editor edits a rarer field", 4, (cast, random) => cast.Editors.EditExtra(random)),
        ("editor changes the default", 3, (cast, random) => cast.Editors.ChangeDefault(random)),
        ("editor deletes a price", 2, (cast, random) => cast.Editors.DeletePrice(random)),
        ("editor deletes a product", 1, (cast, random) => cast.Editors.DeleteProduct(random)),
        ("editor unpublishes a product", 2, (cast, random) => cast.Editors.Unpublish(random)),
        ("editor republishes", 3, (cast, random) => cast.Editors.Republish(random)),
        ("editor duplicates a product", 1, (cast, random) => cast.Editors.Duplicate(random)),
        ("editor spoils a mirror", 2, (cast, random) => cast.Editors.SpoilMirror(random)),
        ("editor moves a price", 2, (cast, random) => cast.Editors.MovePrice(random)),
        ("editor saves without change", 2, (cast, random) => cast.Editors.Touch(random)),
        ("editor wants a product left alone, or not", 2, (cast, random) => cast.Editors.LeaveAlone(random)),
        ("editor edits a foreign field", 1, (cast, random) => cast.Editors.EditForeignField(random)),
        ("dashboard creates a product", 4, (cast, random) => cast.Dashboarders.CreateProduct(random)),
        ("dashboard creates a price", 4, (cast, random) => cast.Dashboarders.CreatePrice(random)),
        ("dashboard edits a product", 8, (cast, random) => cast.Dashboarders.EditProduct(random)),
        ("dashboard edits two fields", 3, (cast, random) => cast.Dashboarders.EditTwoFields(random)),
        ("dashboard returns a field", 3, (cast, random) => cast.Dashboarders.Return(random)),
        ("dashboard empties a field", 2, (cast, random) => cast.Dashboarders.Clear(random)),
        ("dashboard archives or unarchives", 4, (cast, random) => cast.Dashboarders.Toggle(random)),
        ("dashboard edits a price", 4, (cast, random) => cast.Dashboarders.EditPrice(random)),
        ("dashboard edits a rarer field", 4, (cast, random) => cast.Dashboarders.EditExtra(random)),
        ("dashboard changes the default", 3, (cast, random) => cast.Dashboarders.ChangeDefault(random)),
        ("dashboard deletes a product", 1, (cast, random) => cast.Dashboarders.DeleteProduct(random)),
        ("dashboard deletes a price", 2, (cast, random) => cast.Dashboarders.DeletePrice(random)),
        ("dashboard writes foreign metadata", 1, (cast, random) => cast.Dashboarders.EditForeignKey(random)),
        ("crash", 5, (cast, _) => cast.Fate.Crash()),
        ("crash at a step", 5, (cast, random) => cast.Fate.CrashSoon(random)),
        ("outage", 2, (cast, random) => cast.Fate.Outage(random)),
        ("database lost", 1, (cast, _) => cast.Fate.LoseDisk()),
        ("worker pauses", 3, (cast, random) => cast.Fate.PauseWorker(random)),
        ("clock jumps", 2, (cast, random) => cast.Fate.Jump(random)),
        ("clock is wrong", 2, (cast, random) => cast.Fate.Skew(random)),
        ("idempotency keys expire", 1, (cast, _) => cast.Fate.PurgeKeys()),
        ("an old webhook comes again", 3, (cast, _) => cast.Fate.Redeliver()),
        ("a forged hint comes", 2, (cast, random) => cast.Fate.ForgeHint(random)),
        ("a foreign webhook comes", 1, (cast, random) => cast.Fate.ForeignHint(random)),
        ("operator replays what is parked", 1, (cast, _) => cast.Fate.Replay()),
        ("operator lets held changes through", 1, (cast, _) => cast.Fate.Rule(isMeant: true)),
        ("operator takes held changes back", 1, (cast, _) => cast.Fate.Rule(isMeant: false)),
        ("sweep", 2, (cast, _) => cast.Fate.Sweep()),
    ];

    /// <summary>Does it.</summary>
    public void Do(Cast cast) => Table.First(entry => entry.Name == Name).Do(cast, new Random(Seed));
}
