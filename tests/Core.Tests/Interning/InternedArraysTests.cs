using Tagalong.Core.Events;
using Tagalong.Core.Interning;
using Tagalong.Core.Objects;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Interning;

public class InternedArraysTests
{
    [Fact]
    public void Arrays_that_the_events_of_an_object_repeat_are_kept_once()
    {
        var first = Read();
        var second = Read();

        Assert.Same(first.Uid, second.Uid);
        Assert.Same(first.Labels, second.Labels);
        Assert.Same(first.PodTemplateLabels, second.PodTemplateLabels);
        Assert.True(first.Owners == second.Owners);
        Assert.True(first.SelectorKeys == second.SelectorKeys);
        Assert.True(first.LabelManagers == second.LabelManagers);

        static ObjectSnapshot Read() => EventReader.Read(Checkout.ReplicaSet.ToEnvelope()).Change!.Body!;
    }

    [Fact]
    public void Arrays_that_differ_in_the_middle_are_not_mixed_up()
    {
        var one = InternedArrays<string>.Of(["a", "b", "c"]);
        var other = InternedArrays<string>.Of(["a", "x", "c"]);
        var again = InternedArrays<string>.Of(["a", "b", "c"]);

        Assert.Equal(["a", "b", "c"], one);
        Assert.Equal(["a", "x", "c"], other);
        Assert.Equal(["a", "b", "c"], again);
    }
}
