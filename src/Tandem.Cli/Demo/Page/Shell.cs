namespace Tandem.Cli.Demo;

/// <summary>The page around what moves.</summary>
internal static class Shell
{
    /// <summary>The whole page, with everything on it as it is now.</summary>
    /// <param name="now">What moves.</param>
    /// <param name="studio">The Studio, where it takes the place of the content side's cards.</param>
    public static string Of(Snapshot now, StudioFrame? studio) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Tandem — demo</title>
          <link rel="icon" href="/assets/tandem.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/assets/demo.css">
          <script src="/assets/demo.js" defer></script>
          {Html.If(studio is not null, Html.Of($"""<link rel="stylesheet" href="/assets/studio.css"><script src="/assets/studio.js" defer></script>"""))}
        </head>
        <body data-tab="content">
          <header class="top">
            <div class="brand"><img src="/assets/tandem.svg" alt="" width="30" height="30"><h1>Tandem</h1></div>
            <p><strong>Both vendors here are stand-ins on this machine.</strong> No account, no key, nothing leaves it; the service in the middle is the real one.</p>
          </header>
          <nav class="tabs" aria-label="Panes">
            <button type="button" data-show="content">Content</button>
            <button type="button" data-show="middle">Timeline</button>
            <button type="button" data-show="charging">Charging</button>
          </nav>
          <main>
            {studio?.Section ?? Cards(now)}
            <section class="middle" aria-labelledby="timeline-title">
              <div id="status">{Pane(now.Status)}</div>
              <button type="button" class="wide" data-act="/act/trouble/conflict">Cause a conflict: edit one name on both sides at once</button>
              <header class="head"><div><h2 id="timeline-title">Timeline</h2><p>hint → plan → writes, newest first</p></div></header>
              <ol id="timeline" aria-live="off">{Pane(now.Timeline)}</ol>
              <p class="empty">Nothing has happened yet. Change something on either side.</p>
            </section>
            <section class="side charging" aria-labelledby="charging-title">
              <header class="head"><div><h2 id="charging-title">Charging</h2><p>a stand-in of Stripe</p></div>
                <button type="button" data-form="/form/product">New product</button></header>
              <div id="charging" class="cards">{Pane(now.Charging)}</div>
            </section>
          </main>
          <dialog id="dialog" aria-label="Edit"></dialog>
          <p id="toast" role="status" hidden></p>
        </body>
        </html>
        """).Text;

    private static Html Cards(Snapshot now) => Html.Of($"""
        <section class="side content" aria-labelledby="content-title">
          <header class="head"><div><h2 id="content-title">Content</h2><p>a stand-in of Sanity</p></div>
            <button type="button" data-form="/form/content">New product</button></header>
          <div id="content" class="cards">{Pane(now.Content)}</div>
        </section>
        """);

    private static Html Pane(IEnumerable<Fragment> fragments) => Html.All(fragments.Select(fragment => new Html(fragment.Html)));
}
