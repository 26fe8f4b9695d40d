using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Tests.Labels;

namespace Tagalong.Core.Tests.Sources;

public class SourceTableTests
{
    [Fact]
    public void Each_kind_has_one_entry_at_its_place()
    {
        Assert.Equal(Enum.GetValues<LabelSourceKind>(), SourceTable.All.Select(static source => source.Kind));
        Assert.Equal(["podTemplate", "owner", "ownersOwner", "namespace", "static"], Enum.GetValues<LabelSourceKind>().Select(static kind => kind.NameInPolicy()));
        Assert.Equal(SourceTable.All.Length, SourceTable.All.Select(static source => source.Description).Distinct().Count());
    }

    [Fact]
    public void A_source_follows_the_one_that_leads_to_it() => Assert.All(
        SourceTable.All.Where(static source => source.Via is not null),
        static source => Assert.Equal(source.Via, SourceTable.All[SourceTable.All.IndexOf(source) - 1].Kind));

    [Fact]
    public void Labels_of_each_kind_are_kept_apart()
    {
        foreach (var kind in Enum.GetValues<LabelSourceKind>())
        {
            var labels = new SourceLabels { [kind] = LabelSet.From(("key", "value")) };

            Assert.Equal([kind], Enum.GetValues<LabelSourceKind>().Where(other => labels[other].Count > 0));
        }
    }

    [Fact]
    public void The_owner_is_read_for_the_owners_owner_too()
    {
        var target = Any.ReplicaSet();
        var apps = Any.Rule(LabelSourceKind.Owner) with { Name = "apps", Owners = [new ResourceType("example.com", "v1", "App", "apps")] };
        var match = Match(target, LabelSourceKind.OwnersOwner) is var found ? found with { Policy = new LabelPolicy([found.Rule, apps]) } : null;
        var search = new SourceSearch(match!, target);

        Assert.Equal("Rollout", search.Next()?.Type.Kind);
        search.Found(LabelSet.From(("team", "payments")), new OwnerReference("example.com/v1", "App", "shop", "app-uid", IsController: true));
        Assert.Equal(("App", "shop", "app-uid"), search.Next() is { } next ? (next.Type.Kind, next.Name, next.Uid) : default);
        search.Found(LabelSet.From(("team", "platform")), controller: null);

        Assert.Null(search.Next());
        Assert.Equal("team=platform", search.Labels[LabelSourceKind.OwnersOwner].ToString());
    }

    [Fact]
    public void An_owners_owner_of_a_kind_that_no_rule_names_as_an_owner_is_no_source()
    {
        var target = Any.ReplicaSet();
        var search = new SourceSearch(Match(target, LabelSourceKind.Owner, LabelSourceKind.OwnersOwner), target);

        Assert.Equal("Rollout", search.Next()?.Type.Kind);
        search.Found(LabelSet.From(("team", "payments")), new OwnerReference("v1", "Secret", "x", "uid", IsController: true));

        Assert.Null(search.Next());
        Assert.Empty(search.Missing);
        Assert.Equal("team=payments", search.Labels[LabelSourceKind.Owner].ToString());
        Assert.Equal("The owner's owner Secret/x gives no labels, since no rule names its kind as an owner.", search.Labels.Remark);
    }

    [Fact]
    public void What_is_found_by_way_of_a_missing_object_is_missing_too()
    {
        var target = Any.ReplicaSet();
        var search = new SourceSearch(Match(target, LabelSourceKind.OwnersOwner, LabelSourceKind.PodTemplate), target);

        Assert.Equal("Rollout", search.Next()?.Type.Kind);
        search.NotFound();

        Assert.Null(search.Next());
        Assert.Equal([LabelSourceKind.OwnersOwner], search.Missing);
    }

    [Fact]
    public void A_rule_that_uses_the_pod_template_alone_reads_nothing()
    {
        var target = Any.ReplicaSet();

        Assert.Null(new SourceSearch(Match(target, LabelSourceKind.PodTemplate), target).Next());
    }

    private static RuleMatch Match(ObjectSnapshot target, params System.Collections.Immutable.ImmutableArray<LabelSourceKind> sources) =>
        new(Any.Rule(sources), new OwnerReference("argoproj.io/v1alpha1", "Rollout", "checkout", "rollout-uid", IsController: true), Any.Rule(sources).Owners[0]);
}
