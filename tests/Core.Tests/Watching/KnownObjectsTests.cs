using CsCheck;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Policies;
using Tagalong.Core.Watching;

namespace Tagalong.Core.Tests.Watching;

public class KnownObjectsTests
{
    private static readonly ResourceType ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets");
    private static readonly WatchedKind Target = new(ReplicaSets, IsTarget: true, IsSource: false);

    private static readonly OwnerReference Rollout = new("argoproj.io/v1alpha1", "Rollout", "web", "r", IsController: true);

    [Fact]
    public void Of_a_target_labels_owners_selector_and_template_count_and_of_a_source_its_labels()
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
    public void What_is_being_deleted_or_has_owners_of_no_rule_does_not_matter()
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
    public void What_a_list_does_not_show_any_more_is_forgotten()
    {
        var known = new KnownObjects();
        known.Remember(Shown("gone", "1"), 1);
        known.Remember(Shown("kept", "2"), 2);

        known.BeginList();
        known.Listed(Shown("kept", "3"));
        known.EndList();

        Assert.Equal((1, false, true), (known.Count, known.Knows(Shown("gone", "1")), known.IsSame(Shown("kept", "3"), 2)));
    }

    [Fact]
    public void A_few_bytes_are_remembered_of_an_object()
    {
        const int count = 100_000;
        var shown = Enumerable.Range(0, count).Select(static number => Shown($"{number:D8}-9211-4c80-8aff-ac4e2d541744", "1")).ToList();
        var known = new KnownObjects();
        var before = GC.GetAllocatedBytesForCurrentThread();

        shown.ForEach(value => known.Remember(value, Target.HashOf(value)));
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;

        // It grows by half, so that two thirds of it is what was outgrown meanwhile: no more than 32 bytes are kept.
        Assert.Equal(count, known.Count);
        Assert.InRange(bytes, 1, 3 * 33);
    }

    [Fact]
    public void Whatever_is_shown_listed_and_forgotten_it_is_known_what_there_is() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 9], Gen.Int[0, 4]).List[0, 400].Sample(steps =>
        {
            var known = new KnownObjects();
            var model = new Dictionary<int, ulong>();
            foreach (var (number, step, hash) in steps)
            {
                var shown = Shown($"uid-{number}", "1");
                switch (step)
                {
                    case <= 4:
                        known.Remember(shown, (ulong)hash << 1);
                        model[number] = (ulong)hash << 1;
                        break;
                    case 5:
                        known.Forget(shown);
                        model.Remove(number);
                        break;
                    case <= 7:
                        known.Listed(shown);
                        break;
                    case 8:
                        known.BeginList();
                        break;
                    case 9:
                        known.BeginList();
                        known.Listed(shown);
                        known.EndList();
                        model = model.Where(pair => pair.Key == number).ToDictionary();
                        break;
                }
            }

            Assert.Equal(model.Count, known.Count);
            Assert.All(Enumerable.Range(0, 61), number => Assert.Equal(model.ContainsKey(number), known.Knows(Shown($"uid-{number}", "1"))));
            Assert.All(model, pair => Assert.True(known.IsSame(Shown($"uid-{pair.Key}", "1"), pair.Value)));
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
