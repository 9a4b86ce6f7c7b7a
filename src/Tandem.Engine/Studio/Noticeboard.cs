using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Tells the Studio what is news to it: status documents, many in one transaction, with the requests that they answer taken away.</summary>
/// <remarks>It is work of its own, so that no pass waits for it or fails with it. A crash between the write and its note makes the same write once more.</remarks>
internal sealed class Noticeboard(Connection connection, IStateStore store, ILogger log)
{
    /// <summary>How many documents one transaction writes.</summary>
    private const int Page = 50;

    /// <summary>How many transactions are written before other work goes first.</summary>
    private const int Pages = 20;

    /// <summary>Tells what was not told yet.</summary>
    public async Task<PassResult> Tell(Lease lease, CancellationToken cancellation)
    {
        for (var page = 0; page < Pages; page++)
        {
            var post = await store.Studio.Untold(connection.Name, Page, cancellation);
            if (post.IsEmpty)
            {
                return PassResult.Done;
            }

            if (await Post(lease, $"{page}", post, cancellation) is { } fault)
            {
                return PassResult.Failed(fault);
            }
        }

        return PassResult.Done with { Recording = Recording.Nothing with { Due = [DueWork.Notices(connection.Name, lease.DueAt)] } };
    }

    // The lease makes the token unique: a document that comes to say again what it said before is written all the same.
    private async Task<CatalogFault?> Post(Lease lease, string place, StudioPost post, CancellationToken cancellation)
    {
        var posted = await connection.Studio!.Post(post, Derived.Uuid("notice", connection.Name, lease.Fence, place), cancellation);
        if (posted.Fault is CatalogFault.Refused refused)
        {
            var one = One(post).ToImmutableArray();
            if (one.Length > 1)
            {
                foreach (var (part, number) in one.Select((part, number) => (part, number)))
                {
                    if (await Post(lease, $"{place}.{number}", part, cancellation) is { } fault)
                    {
                        return fault;
                    }
                }

                return null;
            }

            // What Sanity will never take must not keep the others back.
            log.NotTold(connection.Name, post.Notices.FirstOrDefault()?.Status.DocumentId ?? post.Answered.FirstOrDefault(), refused.Message);
        }
        else if (posted.Fault is { } failed)
        {
            return failed;
        }

        await store.Studio.Told(connection.Name, post, cancellation);
        return null;
    }

    private static IEnumerable<StudioPost> One(StudioPost post) =>
        post.Notices.Select(notice => new StudioPost { Notices = [notice] }).Concat(post.Answered.Select(nonce => new StudioPost { Answered = [nonce] }));
}
