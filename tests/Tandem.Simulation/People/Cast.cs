namespace Tandem.Simulation;

/// <summary>Everybody who acts in a schedule.</summary>
internal sealed record Cast(Editors Editors, Dashboarders Dashboarders, Fate Fate);
