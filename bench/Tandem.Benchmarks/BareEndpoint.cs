using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tandem.Engine;

namespace Tandem.Benchmarks;

/// <summary>What is compared with: Kestrel, the same signature check, 200. It keeps nothing, parses nothing, logs nothing.</summary>
internal static class BareEndpoint
{
    private static readonly byte[] Received = """{"received":true}"""u8.ToArray();

    /// <summary>Serves until it is killed.</summary>
    public static async Task<int> Run(string address, string secret)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        await using var app = builder.Build();
        var signature = new WebhookSignature(SignatureGrammar.Stripe, [new Secret(secret)]);
        app.Run(context => Answer(context, signature));
        await app.RunAsync();
        return 0;
    }

    private static async Task Answer(HttpContext context, WebhookSignature signature)
    {
        if (context.Request.Method != HttpMethods.Post)
        {
            return;
        }

        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync();
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync();
        }

        var body = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        var isValid = signature.Verify(context.Request.Headers["Stripe-Signature"], body, DateTimeOffset.UtcNow) == SignatureVerdict.Valid;
        context.Response.StatusCode = isValid ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Received.Length;
        await context.Response.Body.WriteAsync(Received);
    }
}
