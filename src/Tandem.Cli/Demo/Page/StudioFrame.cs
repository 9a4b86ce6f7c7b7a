namespace Tandem.Cli.Demo;

/// <summary>The real Studio as the left side of the page, in place of the cards.</summary>
/// <param name="LogIn">Where it is, with the session of an editor.</param>
/// <param name="Api">The stand-in that it talks to, as the browser knows it.</param>
internal sealed record StudioFrame(Uri LogIn, Uri Api)
{
    /// <summary>Answers anybody: opened once, it lets a person accept the certificate that was made for this run.</summary>
    public Uri Ping => new(Api, "/v1/ping");

    /// <summary>The left side: how to trust the stand-in, until the browser does, and then the Studio.</summary>
    public Html Section => Html.Of($"""
        <section class="side content" aria-labelledby="content-title">
          <header class="head"><div><h2 id="content-title">Content</h2><p>Sanity Studio with the plugin, on a stand-in of Sanity</p></div>
            <a href="{LogIn.AbsoluteUri}" target="_blank" rel="noopener">Open in a tab</a></header>
          <div id="trust" class="card" data-ping="{Ping.AbsoluteUri}">
            <h3>One step first: your browser must trust the stand-in</h3>
            <p>The Studio talks to it over HTTPS, with a certificate that was made in memory for this run. Nobody has signed it, so browsers warn.</p>
            <ol>
              <li>Open <a href="{Ping.AbsoluteUri}" target="_blank" rel="noopener">{Ping.Authority}</a>.</li>
              <li>Where the browser warns, choose <em>Advanced</em>, then <em>Proceed</em> (Firefox: <em>Accept the Risk and Continue</em>).</li>
              <li>When you see <code>"pong":true</code>, come back: the Studio appears here.</li>
            </ol>
          </div>
          <iframe id="studio" title="Sanity Studio" data-address="{LogIn.AbsoluteUri}" hidden></iframe>
        </section>
        """);
}
