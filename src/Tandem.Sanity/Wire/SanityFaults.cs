using System.Globalization;
using System.Net;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>The one place where what the Content Lake answers, or fails to, becomes a fault.</summary>
internal static class SanityFaults
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Whether the answer says that a transaction of this id was executed before: a success, as Sanity's own tools take it.</summary>
    public static bool IsRepeat(Answer answer) =>
        answer.Status == HttpStatusCode.Conflict && Complaint.Of(answer.Body).Type == "transactionAlreadyExistsError";

    /// <summary>The fault in an answer that is no success.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="access">What the call may do.</param>
    /// <param name="now">The present, for a <c>retry-after</c> that names a date.</param>
    /// <param name="fieldOf">Which field of the write holds a reference to that document.</param>
    public static CatalogFault Answered(Answer answer, Access access, DateTimeOffset now, Func<string, string?> fieldOf)
    {
        var complaint = Complaint.Of(answer.Body);
        var status = (int)answer.Status;
        var said = complaint.Text is { } text ? $": {text}" : ".";
        var fault = answer.Status switch
        {
            _ when answer.IsSuccess => Malformed(access),
            HttpStatusCode.Unauthorized => Locked("Sanity does not accept the token (401). Check SANITY_API_TOKEN."),
            HttpStatusCode.Forbidden => Forbidden(complaint.Permission is { } right
                ? $"The Sanity token lacks the right to {right} documents (403). Give it the role Editor."
                : $"The Sanity token lacks a right (403){said}"),
            HttpStatusCode.PaymentRequired => Locked($"Sanity has suspended the project (402){said}"),
            HttpStatusCode.NotFound => Locked($"Sanity knows no such project or dataset (404){said} Check the project id and the dataset's name."),
            HttpStatusCode.TooManyRequests => Throttled(Wait(answer, now), complaint.Type),
            HttpStatusCode.Conflict when access == Access.Write => Conflict(complaint, fieldOf),
            HttpStatusCode.Conflict => Unavailable($"Sanity could not answer (409){said}"),
            HttpStatusCode.RequestTimeout => Broken(access, $"Sanity answered {status}{said}"),
            _ when status >= 500 => Broken(access, $"Sanity answered {status}{said}"),
            _ when status < 400 => Unavailable($"Something between here and Sanity answered {status}. Check the API host."),
            _ => Refused(null, complaint.Type, $"Sanity refuses the call ({status}){said}"),
        };
        return fault with { RequestId = answer.Header("x-request-id") ?? answer.Header("traceparent") };
    }

    /// <summary>The fault of a call that the network failed.</summary>
    public static CatalogFault Unanswered(HttpRequestException exception, Access access) => exception.HttpRequestError switch
    {
        // Before the connection stands, nothing can have been sent.
        HttpRequestError.NameResolutionError => Unavailable("The host of the Sanity API has no address. Check the network and the API host."),
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => Unavailable("The Sanity API cannot be reached. Check the network."),
        HttpRequestError.SecureConnectionError => Unavailable("No secure connection to the Sanity API can be made. Check the API host and its certificate."),
        HttpRequestError.ConfigurationLimitExceeded => Silent(access, "Sanity's answer is larger than the limit."),
        _ => Silent(access, "The connection to Sanity broke before an answer came."),
    };

    /// <summary>The fault of a call that took too long.</summary>
    public static CatalogFault Late(Access access) => Silent(access, "Sanity did not answer in time.");

    /// <summary>The fault of a success whose body cannot be read.</summary>
    public static CatalogFault Malformed(Access access) => Silent(access, "Sanity's answer is no sound JSON of the expected form.");

    /// <summary>Sanity has ended a listener, or its connection broke.</summary>
    public static CatalogFault Hushed => Unavailable("Sanity has ended the listener, or the connection to it broke.");

    /// <summary>The token may not see a document that was asked for: taking that for an absence would archive what exists.</summary>
    public static CatalogFault Hidden(string id) =>
        Locked($"The Sanity token lacks the right to read the document {id}. Give it the role Editor.");

    /// <summary>A write that cannot be carried as it stands.</summary>
    public static CatalogFault Refused(string? field, string? code, string message) =>
        new CatalogFault.Refused(field, code) { Side = Side.Sanity, Message = message };

    /// <summary>A document moved between the observation and the write.</summary>
    public static CatalogFault Stale(string message) => new CatalogFault.Stale { Side = Side.Sanity, Message = message };

    /// <summary>No published product or price has this id.</summary>
    public static CatalogFault Gone(string id) =>
        new CatalogFault.Gone { Side = Side.Sanity, Message = $"No published product or price document has the id {id}." };

    /// <summary>No webhook has this id.</summary>
    public static CatalogFault NoHook(string id) =>
        new CatalogFault.Gone { Side = Side.Sanity, Message = $"The project has no webhook {id}." };

    private static CatalogFault Conflict(Complaint complaint, Func<string, string?> fieldOf)
    {
        var said = complaint.Text ?? "no reason given";
        return complaint.Type switch
        {
            "documentRevisionIDDoesNotMatchError" or "documentAlreadyExistsError" or "documentNotFoundError" =>
                Stale($"A document moved before the write came: {said}"),

            // Contention between transactions: this one had no effect and may come again as it is.
            "transactionConflictError" => Throttled(null, complaint.Type),
            "documentReferenceDoesNotExistError" => Refused(
                complaint.Reference is { } target ? fieldOf(target) : null,
                complaint.Type,
                $"A reference leads to a document that is not published: {said}"),
            _ => Refused(null, complaint.Type, $"Sanity refuses the write (409): {said}"),
        };
    }

    private static CatalogFault Broken(Access access, string message) => access == Access.Read
        ? Unavailable(message)
        : new CatalogFault.Unknown(WasAnswered: true) { Side = Side.Sanity, Message = message };

    private static CatalogFault Silent(Access access, string message) => access == Access.Read
        ? Unavailable(message)
        : new CatalogFault.Unknown(WasAnswered: false) { Side = Side.Sanity, Message = message };

    private static CatalogFault Unavailable(string message) => new CatalogFault.Unavailable { Side = Side.Sanity, Message = message };

    private static CatalogFault Locked(string message) => new CatalogFault.Unauthorized { Side = Side.Sanity, Message = message };

    private static CatalogFault Forbidden(string message) => new CatalogFault.Unauthorized { Side = Side.Sanity, Message = message, IsForbidden = true };

    private static CatalogFault Throttled(TimeSpan? wait, string? reason) =>
        new CatalogFault.Throttled(wait, reason) { Side = Side.Sanity, Message = "Sanity asks for patience: too many calls at once." };

    private static TimeSpan? Wait(Answer answer, DateTimeOffset now)
    {
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Seconds(answer.Header("ratelimit-reset")),
        };
        return asked is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(double.Min(seconds, LongestWait.TotalSeconds))
            : null;
}
