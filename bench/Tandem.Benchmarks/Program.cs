using Tandem.Benchmarks;

return args switch
{
    ["bare", var address, var secret] => await BareEndpoint.Run(address, secret),
    [var root, "reliability", var folder] => await Reliability.Write(root, folder),
    [var root, .. var parts] => await Session.Run(root, parts),
    _ => 2,
};
