using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>Above the timeline: the service, what the webhooks are doing, and the ways to make trouble.</summary>
internal static class StatusPane
{
    /// <summary>Its parts.</summary>
    public static IReadOnlyList<Fragment> Of(Stage stage, bool isStarting) =>
    [
        new("service", Service(stage, isStarting).Text),
        new("webhooks", Webhooks(stage).Text),
    ];

    private static Html Service(Stage stage, bool isStarting)
    {
        var pid = stage.Tandem.ProcessId;
        var (state, says) = isStarting ? ("starting", "starting …") : pid is { } id ? ("running", $"running, process {id}") : ("killed", "killed");
        return Html.Of($"""
            <div class="service {state}" data-key="service"><span class="light" aria-hidden="true"></span>
              <div><h3>tandem serve</h3><p>{says}</p></div>
              {Html.If(!isStarting && pid is not null, Html.Of($"""<button type="button" data-act="/act/trouble/kill">Kill</button>"""))}
              {Html.If(!isStarting && pid is null, Html.Of($"""<button type="button" class="primary" data-act="/act/trouble/start">Start</button>"""))}
            </div>
            """);
    }

    private static Html Webhooks(Stage stage)
    {
        var (sanity, stripe) = (stage.StandIns.SanityCourier, stage.StandIns.StripeCourier);
        var isHeld = sanity.IsHeld;
        return Html.Of($"""
            <div class="webhooks {(isHeld ? "held" : "")}" data-key="webhooks">
              <p><strong>{sanity.Waiting.Length}</strong> from Sanity and <strong>{stripe.Waiting.Length}</strong> from Stripe undelivered{(isHeld ? ", held back" : "")}</p>
              <button type="button" data-act="/act/trouble/hold" data-hold="{(isHeld ? "no" : "yes")}">{(isHeld ? "Let go" : "Hold all")}</button>
              {Next(Side.Sanity)}{Next(Side.Stripe)}
            </div>
            """);
    }

    private static Html Next(Side side) => Html.Of($"""
        <div class="next"><span>{side.ToString()}’s next</span>
          <button type="button" data-act="/act/trouble/spoil" data-side="{side.ToString()}" data-kind="Drop">Lose</button>
          <button type="button" data-act="/act/trouble/spoil" data-side="{side.ToString()}" data-kind="Duplicate">Double</button>
          <button type="button" data-act="/act/trouble/spoil" data-side="{side.ToString()}" data-kind="Delay">Delay 5 s</button>
        </div>
        """);
}
