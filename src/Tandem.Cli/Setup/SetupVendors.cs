using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>The ways to both vendors: as the service goes them, and as whoever sets up does, perhaps with credentials of its own.</summary>
internal sealed class SetupVendors : IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly VendorWires _wires;

    /// <summary>Opens them. Nothing is sent yet.</summary>
    /// <param name="settings">The connection.</param>
    /// <param name="stripeKey">A key for setting up, or null for the service's own.</param>
    /// <param name="sanityToken">A token for setting up, or null for the service's own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wires">What carries the calls.</param>
    public SetupVendors(ConnectionSettings settings, Secret? stripeKey, Secret? sanityToken, TimeProvider time, VendorWires wires)
    {
        (_settings, _time, _wires) = (settings, time, wires);
        Stripe = StripeProvisioning.Create(settings.Stripe(), time, wires.Stripe);
        Sanity = new SanityProvisioning(settings.Sanity(), settings.Mapping.Schema, time, wires.Sanity);
        Endpoints = StripeProvisioning.Create(settings.Stripe(stripeKey), time, wires.Stripe);
        Hooks = new SanityProvisioning(settings.Sanity(sanityToken), settings.Mapping.Schema, time, wires.Sanity);
    }

    /// <summary>Stripe, with the service's key.</summary>
    public StripeProvisioning Stripe { get; }

    /// <summary>Sanity, with the service's token.</summary>
    public SanityProvisioning Sanity { get; }

    /// <summary>Stripe's webhook endpoints.</summary>
    public StripeProvisioning Endpoints { get; private set; }

    /// <summary>Sanity's webhooks.</summary>
    public SanityProvisioning Hooks { get; private set; }

    /// <summary>Goes on with another key for the endpoints.</summary>
    public void UseForEndpoints(Secret key)
    {
        Endpoints.Dispose();
        Endpoints = StripeProvisioning.Create(_settings.Stripe(key), _time, _wires.Stripe);
    }

    /// <summary>Goes on with another token for the webhooks.</summary>
    public void UseForHooks(Secret token)
    {
        Hooks.Dispose();
        Hooks = new SanityProvisioning(_settings.Sanity(token), _settings.Mapping.Schema, _time, _wires.Sanity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stripe.Dispose();
        Sanity.Dispose();
        Endpoints.Dispose();
        Hooks.Dispose();
    }
}

/// <summary>What carries calls to the vendors in place of sockets; null for sockets.</summary>
/// <param name="Stripe">To Stripe.</param>
/// <param name="Sanity">To Sanity.</param>
/// <param name="Service">To the service itself.</param>
/// <param name="Pictures">To the picture server.</param>
internal sealed record VendorWires(HttpMessageHandler? Stripe = null, HttpMessageHandler? Sanity = null, HttpMessageHandler? Service = null, PictureNetwork? Pictures = null);
