namespace Tandem.Engine.Tests;

/// <summary>What a change costs in API calls, exactly. docs/PERFORMANCE.md shows all figures beside their targets.</summary>
public sealed class ApiCallTests
{
    [Fact]
    public async Task An_edit_in_Sanity_costs_at_most_three_reads_and_one_write_at_Stripe_and_two_reads_at_Sanity()
    {
        var cost = await ApiCalls.EditInSanity();

        Assert.InRange(cost.StripeReads, 1, 3);
        Assert.Equal(1, cost.StripeWrites);
        Assert.InRange(cost.SanityReads, 1, 2);
        Assert.Equal(0, cost.SanityWrites);
    }

    [Fact]
    public async Task An_edit_in_Stripe_costs_at_most_three_reads_there_and_two_reads_and_two_writes_at_Sanity()
    {
        var cost = await ApiCalls.EditInStripe();

        Assert.InRange(cost.StripeReads, 1, 3);
        Assert.Equal(0, cost.StripeWrites);
        Assert.InRange(cost.SanityReads, 1, 2);
        Assert.Equal(2, cost.SanityWrites);
    }

    [Fact]
    public async Task An_echo_from_Stripe_costs_nothing() => Assert.Equal(ApiCost.None, await ApiCalls.EchoFromStripe());

    [Fact]
    public async Task An_echo_from_Sanity_costs_nothing() => Assert.Equal(ApiCost.None, await ApiCalls.EchoFromSanity());

    [Fact]
    public async Task An_edit_of_a_field_that_is_not_synced_writes_nothing()
    {
        Assert.Equal(0, (await ApiCalls.UnsyncedFieldInSanity()).Writes);
        Assert.Equal(0, (await ApiCalls.UnsyncedFieldInStripe()).Writes);
    }

    [Fact]
    public async Task A_burst_of_twenty_edits_is_carried_over_by_one_write()
    {
        Assert.Equal(1, (await ApiCalls.BurstInSanity()).Writes);
        Assert.Equal(2, (await ApiCalls.BurstInStripe()).Writes); // and the flag's clear
    }

    [Fact]
    public async Task A_changed_amount_costs_three_writes_at_Stripe_and_the_ids_way_back()
    {
        var cost = await ApiCalls.AmountInSanity();

        Assert.Equal((3, 1), (cost.StripeWrites, cost.SanityWrites));
    }

    [Fact]
    public async Task A_new_product_with_two_prices_costs_two_writes_at_Stripe_and_the_ids_way_back()
    {
        var cost = await ApiCalls.NewProductInSanity();

        Assert.Equal((2, 1), (cost.StripeWrites, cost.SanityWrites));
    }
}
