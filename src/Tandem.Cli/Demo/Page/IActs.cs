using Microsoft.AspNetCore.Http;

namespace Tandem.Cli.Demo;

/// <summary>What a visitor may do on the page.</summary>
internal interface IActs
{
    /// <summary>Does it; false when there is no such act.</summary>
    /// <exception cref="InvalidOperationException">It cannot be done; the message is for the visitor.</exception>
    Task<bool> Do(string verb, IFormCollection form, CancellationToken cancellation);
}
