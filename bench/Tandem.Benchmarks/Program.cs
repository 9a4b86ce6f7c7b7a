using Tandem.Benchmarks;

return args switch
{
    ["bare", var address, var secret] => await BareEndpoint.Run(address, secret),
    [var root, .. var parts] => await Session.Run(root, parts),
    _ => 2,
};
