using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tandem.Server;

/// <summary>Reads a request's raw body, but no more of it and for no longer than allowed.</summary>
internal static class BoundedBody
{
    /// <summary>The bytes, or the status that says why not: 413 too large, 408 too slow, 400 broken off.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="patience">How long to wait for all of them.</param>
    /// <param name="time">The clock.</param>
    public static async Task<BodyReading> Read(HttpContext context, int limit, TimeSpan patience, TimeProvider time)
    {
        if (context.Request.ContentLength > limit)
        {
            return new BodyReading([], StatusCodes.Status413PayloadTooLarge);
        }

        // The server's own limit is smaller, and counts the frames of a chunked body too. Ours, which is exact, follows below.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = 2L * limit;
        }

        try
        {
            var reader = context.Request.BodyReader;
            var result = await ReadWhole(context, limit, patience, time);
            var body = IsTooLong(result, limit)
                ? new BodyReading([], StatusCodes.Status413PayloadTooLarge)
                : new BodyReading(result.Buffer.ToArray(), StatusCodes.Status200OK);

            // Taken: a read that is left open would cost the sender its connection.
            reader.AdvanceTo(result.Buffer.End);
            return body;
        }
        catch (BadHttpRequestException bad)
        {
            return new BodyReading([], bad.StatusCode);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return new BodyReading([], StatusCodes.Status408RequestTimeout);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return new BodyReading([], StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<ReadResult> ReadWhole(HttpContext context, int limit, TimeSpan patience, TimeProvider time)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(either.Token);
            if (result.IsCompleted || IsTooLong(result, limit))
            {
                return result;
            }

            // Nothing is taken yet: the bytes are copied once, when all are there.
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static bool IsTooLong(ReadResult result, int limit) => result.Buffer.Length > limit;
}

/// <summary>What came of reading a body.</summary>
/// <param name="Bytes">The body, when the status is 200.</param>
/// <param name="Status">200, or the status to refuse the request with.</param>
internal readonly record struct BodyReading(byte[] Bytes, int Status);
