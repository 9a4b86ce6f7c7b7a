using System.Net;
using System.Net.Sockets;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>A host's name led to an address that is not on the public internet.</summary>
internal sealed class InwardAddressException() : Exception("The name leads to an address that is not on the public internet.");

/// <summary>The one place where what a stranger's host answers, or fails to, becomes a fault: of the field that holds the pictures, never of Sanity.</summary>
internal static class PictureFaults
{
    /// <summary>The fault in an answer; null when it is a success.</summary>
    public static CatalogFault? Answered(Uri address, HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK => null,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 or >= HttpStatusCode.InternalServerError => Waits(address, $"cannot be fetched now ({(int)status})"),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Refused(address, "is elsewhere: its host answers with a redirect, which is not followed. Use the final address in Stripe."),
        _ => Refused(address, $"cannot be fetched ({(int)status}). Check the address in Stripe: it must be open to everybody."),
    };

    /// <summary>The fault of a call that the network failed.</summary>
    public static CatalogFault Unanswered(Uri address, HttpRequestException exception) => exception switch
    {
        { InnerException: InwardAddressException } => Refused(address, "is not fetched: its host's name leads into a private or special network. Use a public host in Stripe."),
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } or { HttpRequestError: HttpRequestError.NameResolutionError } =>
            Waits(address, "cannot be fetched now: its host has no address"),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => Waits(address, "cannot be fetched now: its host has no valid certificate"),
        _ => Waits(address, "cannot be fetched now: its host cannot be reached, or broke off"),
    };

    /// <summary>The picture cannot be taken until a person changes something.</summary>
    public static CatalogFault Refused(Uri address, string problem) => Refused($"{PictureAddress.Of(address)} {problem}");

    /// <summary>The field cannot be written until a person changes something.</summary>
    public static CatalogFault Refused(string sentence) => SanityFaults.Refused(FieldNames.Images, null, sentence);

    /// <summary>The picture may come at another try.</summary>
    public static CatalogFault Waits(Uri address, string problem) => Waits($"{PictureAddress.Of(address)} {problem}. It is tried again.");

    /// <summary>The field has to wait for another try.</summary>
    public static CatalogFault Waits(string sentence) => new CatalogFault.Unavailable { Side = Side.Sanity, Message = sentence, Field = FieldNames.Images };
}
