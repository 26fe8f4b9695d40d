using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Tests.Concurrency;

/// <summary>What several senders share, so that none can take all of it.</summary>
public class FairShareTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 5)]
    [InlineData(256, 129)]
    public void One_holder_alone_gets_about_half(int limit, int expected)
    {
        var share = new FairShare(limit);

        Assert.Equal(expected, TakeAll(share, "one"));
    }

    [Fact]
    public void Each_holder_that_takes_all_it_can_leaves_half_of_what_was_left()
    {
        var share = new FairShare(256);

        var taken = Enumerable.Range(0, 6).Select(holder => TakeAll(share, $"holder {holder}"));

        Assert.Equal([129, 64, 32, 16, 8, 4], taken);
    }

    [Fact]
    public void A_holder_that_has_more_than_what_is_left_gets_more_only_after_it_returned_some()
    {
        var share = new FairShare(9);
        var (one, other) = (TakeAll(share, "one"), TakeAll(share, "other"));
        Assert.Equal((5, 3), (one, other));
        Assert.False(share.TryTake("one", 1));

        share.Give("one", 3);

        Assert.True(share.TryTake("one", 1));
    }

    [Fact]
    public void Holders_are_compared_by_value()
    {
        var share = new FairShare(4);

        TakeAll(share, "on" + 'e');

        Assert.False(share.TryTake("one", 1));
    }

    [Fact]
    public void A_holder_without_a_name_may_take_all_that_is_left_and_never_more()
    {
        var share = new FairShare(8);
        share.TryTake("one", 3);

        Assert.Equal(5, TakeAll(share, null));
        Assert.False(share.TryTake("one", 1));
        Assert.False(share.TryTake(null, 1));
    }

    [Fact]
    public void An_amount_that_does_not_fit_is_not_taken()
    {
        var share = new FairShare(8);

        Assert.False(share.TryTake("one", 9));
        Assert.Equal(0, share.Taken);
    }

    [Fact]
    public void What_is_returned_can_be_taken_again()
    {
        var share = new FairShare(8);
        var taken = TakeAll(share, "one");
        for (var given = 0; given < taken; given++)
        {
            share.Give("one", 1);
        }

        Assert.Equal(0, share.Taken);
        Assert.Equal(taken, TakeAll(share, "one"));
    }

    private static int TakeAll(FairShare share, object? holder)
    {
        var taken = 0;
        while (share.TryTake(holder, 1))
        {
            taken++;
        }

        return taken;
    }
}
