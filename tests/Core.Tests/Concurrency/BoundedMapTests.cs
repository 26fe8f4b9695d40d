using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Tests.Concurrency;

public class BoundedMapTests
{
    [Fact]
    public void The_newest_half_of_the_capacity_is_always_there_and_never_more_than_all_of_it()
    {
        var map = new BoundedMap<int, int>(10);

        for (var i = 0; i < 1000; i++)
        {
            map.Set(i, -i);
            var held = Enumerable.Range(0, i + 1).Where(key => map.TryPeek(key)).ToList();
            Assert.True(held.Count <= 10);
            Assert.Equal(Enumerable.Range(Math.Max(0, i - 4), Math.Min(5, i + 1)), held.TakeLast(5));
        }
    }

    [Fact]
    public void What_is_read_stays()
    {
        var map = new BoundedMap<string, int>(10);
        map.Set("kept", 1);

        for (var i = 0; i < 1000; i++)
        {
            map.Set($"other-{i}", i);
            Assert.True(map.TryGet("kept", out var value) && value == 1);
        }
    }

    [Fact]
    public void A_later_value_replaces_an_earlier_one_in_either_generation()
    {
        var map = new BoundedMap<string, int>(4);
        map.Set("a", 1);
        map.Set("b", 1);
        map.Set("a", 2);

        Assert.True(map.TryGet("a", out var value));
        Assert.Equal(2, value);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void What_is_removed_is_gone_whichever_generation_it_is_in(int capacity)
    {
        for (var others = 0; others < 12; others++)
        {
            var map = new BoundedMap<int, int>(capacity);
            map.Set(-1, 0);
            for (var i = 0; i < others; i++)
            {
                map.Set(i, i);
            }

            map.RemoveIf(-1, 0, (_, _) => true);

            Assert.False(map.TryPeek(-1));
        }
    }

    [Fact]
    public void Only_what_is_to_go_is_removed()
    {
        var map = new BoundedMap<string, int>(4);
        map.Set("a", 1);

        map.RemoveIf("a", 0, (value, _) => value == 2);
        Assert.True(map.TryPeek("a"));
        map.RemoveIf("a", 0, (value, _) => value == 1);
        Assert.False(map.TryPeek("a"));
    }
}
