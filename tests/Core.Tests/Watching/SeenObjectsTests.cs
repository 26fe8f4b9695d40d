using CsCheck;
using Tagalong.Core.Objects;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Watching;

namespace Tagalong.Core.Tests.Watching;

public class SeenObjectsTests
{
    private static readonly ResourceType ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets");
    private static readonly WatchedKind Target = new(ReplicaSets, IsTarget: true, IsSource: false);

    private static readonly OwnerReference Rollout = new("argoproj.io/v1alpha1", "Rollout", "web", "r", IsController: true);

    [Fact]
    public void The_hash_of_a_target_covers_labels_owners_selector_and_template_and_that_of_a_source_labels()
    {
        var source = Target with { IsTarget = false, IsSource = true };
        var shown = Shown("u", "1");
        ObjectSnapshot[] relevant =
        [
            shown with { Labels = LabelSet.From(("app", "web"), ("team", "x")) },
            shown with { Owners = [Rollout with { Uid = "s" }] },
            shown with { Owners = [Rollout with { IsController = false }] },
            shown with { PodTemplateLabels = LabelSet.From(("role", "stable")) },
            shown with { SelectorKeys = ["app"] },
        ];

        Assert.Equal(relevant.Length + 1, relevant.Append(shown).Select(Target.HashOf).Distinct().Count());
        Assert.Equal(2, relevant.Append(shown).Select(source.HashOf).Distinct().Count());
        Assert.Equal(Target.HashOf(shown), Target.HashOf(shown with { ResourceVersion = "2", LastWritten = DateTimeOffset.UnixEpoch }));
    }

    [Fact]
    public void An_object_that_is_being_deleted_or_has_no_rule_does_not_matter()
    {
        var policy = PolicyLoader.Load([], ["argo-rollouts"]).Policy!;
        var shown = Shown("u", "1");

        Assert.True(Target.MayMatter(shown, policy));
        Assert.True(Target.MayMatter(shown with { Owners = [] }, policy));
        Assert.False(Target.MayMatter(shown with { DeletionTimestamp = DateTimeOffset.UnixEpoch }, policy));
        Assert.False(Target.MayMatter(shown with { Owners = [new OwnerReference("apps/v1", "Deployment", "web", "d", IsController: true)] }, policy));
        Assert.False(Target.MayMatter(shown with { Uid = "" }, policy));
        Assert.Equal(["Experiment", "ReplicaSet", "Rollout"], WatchedKind.AllOf(policy).Select(static kind => kind.Type.Kind).Order());
    }

    [Fact]
    public void An_object_that_a_list_no_longer_shows_is_forgotten()
    {
        var known = new SeenObjects();
        known.Remember(Shown("gone", "1"), 1);
        known.Remember(Shown("kept", "2"), 2);

        known.BeginList();
        known.Listed(Shown("kept", "3"));
        known.EndList();

        Assert.Equal((1, false, true), (known.Count, known.Knows(Shown("gone", "1")), known.IsSame(Shown("kept", "3"), 2)));
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(100_000)]
    [InlineData(140_000)]
    public void An_object_needs_at_most_35_bytes_and_no_array_is_replaced(int count)
    {
        var shown = Enumerable.Range(0, count).Select(static number => Shown($"{number:D8}-9211-4c80-8aff-ac4e2d541744", "1")).ToList();
        var known = new SeenObjects();
        var before = GC.GetAllocatedBytesForCurrentThread();

        shown.ForEach(value => known.Remember(value, Target.HashOf(value)));
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;

        Assert.Equal(count, known.Count);
        Assert.InRange(bytes, 16, 35);
    }

    [Fact]
    public void The_remaining_objects_are_found_after_most_are_forgotten()
    {
        var known = new SeenObjects();
        var (gone, come) = (Many("gone"), Many("come"));
        gone.ForEach(value => known.Remember(value, 1));
        known.BeginList();
        known.EndList();
        come.ForEach(value => known.Remember(value, 1));
        gone.ForEach(value => known.Remember(value, 1));
        come.ForEach(known.Forget);

        Assert.Equal(gone.Count, known.Count);
        Assert.All(gone, value => Assert.True(known.IsSame(value, 1)));
        Assert.DoesNotContain(come, known.Knows);

        static List<ObjectSnapshot> Many(string name) => [.. Enumerable.Range(0, 5_000).Select(number => Shown($"{name}-{number}", "1"))];
    }

    [Fact]
    public void Any_sequence_of_calls_gives_the_same_state_as_a_dictionary() =>
        Gen.Select(
            Gen.Int[0, 300],
            Gen.Frequency((500, Gen.Const("remember")), (250, Gen.Const("listed")), (200, Gen.Const("forget")), (2, Gen.Const("begin list")), (1, Gen.Const("end list"))),
            Gen.Int[0, 4]).List[0, 3000].Sample(steps =>
        {
            var known = new SeenObjects();
            var model = new Dictionary<int, (ulong Hash, bool IsShown)>();
            var isListing = false;
            foreach (var (number, step, hash) in steps)
            {
                var shown = Shown($"uid-{number}", "1");
                switch (step)
                {
                    case "remember":
                        known.Remember(shown, (ulong)hash << 1);
                        model[number] = ((ulong)hash << 1, true);
                        break;
                    case "listed":
                        known.Listed(shown);
                        if (model.TryGetValue(number, out var found))
                        {
                            model[number] = found with { IsShown = true };
                        }

                        break;
                    case "forget":
                        known.Forget(shown);
                        model.Remove(number);
                        break;
                    case "begin list":
                        known.BeginList();
                        model = model.ToDictionary(static pair => pair.Key, static pair => pair.Value with { IsShown = false });
                        isListing = true;
                        break;
                    case "end list":
                        known.EndList();
                        model = isListing ? model.Where(static pair => pair.Value.IsShown).ToDictionary() : model;
                        isListing = false;
                        break;
                }
            }

            Assert.Equal(model.Count, known.Count);
            Assert.All(Enumerable.Range(0, 301), number => Assert.Equal(model.ContainsKey(number), known.Knows(Shown($"uid-{number}", "1"))));
            Assert.All(model, pair => Assert.True(known.IsSame(Shown($"uid-{pair.Key}", "1"), pair.Value.Hash)));
            Assert.All(model, pair => Assert.False(known.IsSame(Shown($"uid-{pair.Key}", "1"), pair.Value.Hash + 2)));
        });

    private static ObjectSnapshot Shown(string uid, string version) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "ReplicaSet",
        Name = "web",
        Uid = uid,
        ResourceVersion = version,
        Labels = LabelSet.From(("app", "web")),
        Owners = [Rollout],
    };
}
