using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Tests.Concurrency;

public class BoundedMapTests
{
    [Fact]
    public void The_map_holds_at_least_the_newest_half_of_its_capacity_and_never_more_than_its_capacity()
    {
        for (var count = 1; count < 60; count++)
        {
            var held = Enumerable.Range(0, count).Where(key => Filled(count).TryGet(key, out _)).ToList();

            Assert.True(held.Count <= 10);
            Assert.Equal(Enumerable.Range(Math.Max(0, count - 5), Math.Min(5, count)), held.TakeLast(5));
        }

        // Reading changes what is held, so that each key is looked up in a map that was not read.
        static BoundedMap<int, int> Filled(int count)
        {
            var map = new BoundedMap<int, int>(10);
            for (var key = 0; key < count; key++)
            {
                map.Set(key, -key);
            }

            return map;
        }
    }

    [Fact]
    public void An_entry_that_is_read_is_kept()
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
    public void A_removed_key_is_gone_in_either_generation(int capacity)
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

            Assert.False(map.TryGet(-1, out _));
        }
    }

    [Fact]
    public void Only_a_value_that_meets_the_condition_is_removed()
    {
        var map = new BoundedMap<string, int>(4);
        map.Set("a", 1);

        map.RemoveIf("a", 0, (value, _) => value == 2);
        Assert.True(map.TryGet("a", out _));
        map.RemoveIf("a", 0, (value, _) => value == 1);
        Assert.False(map.TryGet("a", out _));
    }
}
