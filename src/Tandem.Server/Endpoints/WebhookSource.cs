using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>What a webhook endpoint needs to know about the vendor that calls it.</summary>
internal sealed record WebhookSource
{
    /// <summary>The header that holds the signature.</summary>
    public required string SignatureHeader { get; init; }

    /// <summary>Verifies it; null where there is no secret, and so no webhook is taken.</summary>
    public required WebhookSignature? Signature { get; init; }

    /// <summary>The largest body, in bytes.</summary>
    public required int LargestBody { get; init; }

    /// <summary>Understands a verified body.</summary>
    public required Func<HttpRequest, ReadOnlyMemory<byte>, DateTimeOffset, Outcome<Delivery>> Read { get; init; }

    /// <summary>What is written into the log.</summary>
    public required WebhookLog Log { get; init; }

    /// <summary>What verifies with these secrets; null when there are none.</summary>
    public static WebhookSignature? Verifier(SignatureGrammar grammar, ImmutableArray<Secret> secrets) => secrets.IsEmpty ? null : new WebhookSignature(grammar, secrets);
}
