using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>Passes every call on to a side, for bugs that change some of them.</summary>
internal abstract class CatalogShell(ICatalog inner) : ICatalog
{
    public Side Side => inner.Side;

    protected ICatalog Inner => inner;

    public virtual Task<Engine.Outcome<Observation>> Observe(Question question, CancellationToken cancellation) => inner.Observe(question, cancellation);

    public Task<Engine.Outcome<Observations>> Observe(System.Collections.Immutable.ImmutableArray<Question> questions, CancellationToken cancellation) => inner.Observe(questions, cancellation);

    public Task<Engine.Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) => inner.Show(kind, shelf, cursor, cancellation);

    public Task<Engine.Outcome<Prepared>> Prepare(System.Collections.Immutable.ImmutableArray<Change> changes, CancellationToken cancellation) => inner.Prepare(changes, cancellation);

    public virtual Task<Engine.Outcome<Written>> Apply(Write write, CancellationToken cancellation) => inner.Apply(write, cancellation);

    public Task<Engine.Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation) => inner.Locate(subject, cancellation);

    public Task<Engine.Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation) => inner.Feed(cursor, cancellation);

    public Task<Engine.Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation) => inner.List(cursor, cancellation);

    public Task<Engine.Outcome<Identity>> Identify(CancellationToken cancellation) => inner.Identify(cancellation);
}
