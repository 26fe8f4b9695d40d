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
    public void However_many_holders_take_all_they_can_something_is_left_for_the_next()
    {
        var share = new FairShare(256);
        for (var holder = 1; holder <= 8; holder++)
        {
            Assert.True(TakeAll(share, $"holder {holder}") > 0);
        }

        Assert.True(share.TryTake("a new one", 1));
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
