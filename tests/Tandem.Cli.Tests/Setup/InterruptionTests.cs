using Tandem.Sandbox;
using Tandem.Server;

namespace Tandem.Cli.Tests.Setup;

/// <summary>Every call of setup fails in every way, and setup dies at every one of them: it ends with one webhook on each side all the same, and the secrets that they have.</summary>
public sealed class InterruptionTests
{
    // Both identities, both rights, both lists, twice; three writes at Stripe, one at Sanity.
    private const int MostCalls = 40;

    public static TheoryData<CallFaultKind> Kinds { get; } = [.. Enum.GetValues<CallFaultKind>().Where(kind => kind is not CallFaultKind.Delay)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_call_that_fails_once_is_made_up_for_in_the_same_run(CallFaultKind kind)
    {
        var made = 0;
        foreach (var isStripe in new[] { true, false })
        {
            for (var index = 0; index < MostCalls; index++)
            {
                using var bench = new SetupBench();
                var world = isStripe ? (IWorld)bench.Stripe : bench.Sanity;
                world.Faults.Add(new CallFault(kind) { Skip = index, Times = 1 });
                var code = await bench.Run();
                world.Faults.Clear();
                if (world.Calls.Newest.Length <= index)
                {
                    break;
                }

                made++;
                Assert.True(code == 0, bench.Output.Text);
                bench.AssertWorks();
            }
        }

        Assert.InRange(made, 10, 2 * MostCalls);
    }

    [Theory]
    [InlineData(CallMoment.BeforeExecute)]
    [InlineData(CallMoment.AfterExecute)]
    [InlineData(CallMoment.AfterReply)]
    public async Task A_run_that_dies_at_a_call_is_finished_by_the_next(CallMoment moment)
    {
        var died = 0;
        for (var index = 0; index < MostCalls; index++)
        {
            using var bench = new SetupBench();
            using var death = new CancellationTokenSource();
            var calls = 0;
            void Die(SandboxRequest request, CallMoment at)
            {
                death.Token.ThrowIfCancellationRequested();
                if (at == moment && calls++ == index)
                {
                    death.Cancel();
                    if (moment != CallMoment.AfterReply)
                    {
                        throw new OperationCanceledException(death.Token);
                    }
                }
            }

            (bench.Stripe.Faults.OnCall, bench.Sanity.Faults.OnCall) = (Die, Die);
            try
            {
                await bench.Run(cancellation: death.Token);
            }
            catch (OperationCanceledException)
            {
                died++;
            }

            (bench.Stripe.Faults.OnCall, bench.Sanity.Faults.OnCall) = (null, null);
            if (!death.IsCancellationRequested)
            {
                break;
            }

            Assert.Equal(0, await bench.Run());
            bench.AssertWorks();
        }

        Assert.InRange(died, 8, MostCalls);
    }

    [Fact]
    public async Task A_secret_that_could_not_be_stored_costs_one_endpoint_which_the_next_run_replaces()
    {
        using var bench = new SetupBench();
        bench.Folder.Write(".env.local", "TANDEM_PUBLIC_URL=https://shop.example\nSANITY_WEBHOOK_SECRET=mine\n");
        bench.Stripe.Faults.OnCall = (request, moment) =>
        {
            if (request is { Method: "POST", Path: "/v1/webhook_endpoints" } && moment == CallMoment.AfterExecute)
            {
                Directory.CreateDirectory(bench.Folder.File(".env.local.tandem-new"));
            }
        };
        await Assert.ThrowsAsync<SettingsException>(() => bench.Run());
        Assert.Single(bench.Endpoints);

        Directory.Delete(bench.Folder.File(".env.local.tandem-new"));
        bench.Stripe.Faults.OnCall = null;
        Assert.Equal(0, await bench.Run());
        Assert.Equal("its secret was never stored", Assert.Single(bench.Output.Plan, step => step.Glyph == '-').Why);
        bench.AssertWorks();
        Assert.Single(bench.Endpoints);
    }

    [Fact]
    public async Task A_vendor_that_stays_away_ends_it_with_what_was_done_still_done()
    {
        using var bench = new SetupBench();
        bench.Stripe.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { Method = "POST", PathPrefix = "/v1/webhook_endpoints" });
        Assert.Equal(1, await bench.Run());
        Assert.Contains("Run this again", bench.Output.End!.Text, StringComparison.Ordinal);
        Assert.Single(bench.Hooks);

        bench.Stripe.Faults.Clear();
        Assert.Equal(0, await bench.Run());
        bench.AssertWorks();
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_vendors_words()
    {
        using var bench = new SetupBench();
        bench.Stripe.Keys.Restrict("rk_test_NoMore", "rak_webhook_write", "rak_product_write", "rak_plan_write", "rak_event_read");
        bench.Folder.Write(".env", File.ReadAllText(bench.Folder.File(".env")).Replace(SetupBench.StripeKey, "rk_test_NoMore", StringComparison.Ordinal));
        bench.Stripe.Faults.OnCall = (request, moment) =>
        {
            if (request is { Method: "GET", Path: "/v1/webhook_endpoints" } && moment == CallMoment.AfterReply)
            {
                bench.Stripe.Keys.Restrict("rk_test_NoMore", "rak_product_write");
            }
        };
        Assert.Equal(1, await bench.Run());
        Assert.Contains("rak_webhook_write", bench.Output.End!.Text, StringComparison.Ordinal);
    }
}
