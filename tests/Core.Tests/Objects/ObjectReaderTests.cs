using System.Text;
using Tagalong.Core.Objects;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Objects;

public class ObjectReaderTests
{
    [Fact]
    public void A_recorded_ReplicaSet_gives_all_that_the_rules_need()
    {
        var recorded = RecordedRequest.Named("argo-rollouts/canary", "12-update-replicaset-checkout-8668bffb96");

        var (snapshot, error) = ObjectReader.Read(recorded.Body);

        Assert.Null(error);
        Assert.NotNull(snapshot);
        Assert.Equal("apps/v1", snapshot.ApiVersion);
        Assert.Equal("ReplicaSet", snapshot.Kind);
        Assert.Equal("shop", snapshot.Namespace);
        Assert.Equal("checkout-8668bffb96", snapshot.Name);
        Assert.Equal("56ce3443-4231-4c74-bbda-6f38b01556a7", snapshot.Uid);
        Assert.Equal("39667", snapshot.ResourceVersion);
        Assert.Equal(DateTimeOffset.Parse("2026-11-23T01:52:12Z", null), snapshot.CreationTimestamp);
        Assert.Null(snapshot.DeletionTimestamp);
        Assert.Equal("app=checkout,rollouts-pod-template-hash=8668bffb96,tier=web,version=v2", snapshot.Labels.ToString());
        Assert.Equal("app=checkout,role=stable,rollouts-pod-template-hash=8668bffb96,tier=web,version=v2", snapshot.PodTemplateLabels.ToString());
        Assert.Equal(["app", "rollouts-pod-template-hash"], snapshot.SelectorKeys);
        Assert.Equal(
            [new OwnerReference("argoproj.io/v1alpha1", "Rollout", "checkout", "8d7312a6-6da8-4c5e-a5df-98708bcd5b6d", IsController: true)],
            snapshot.Owners);
        var manager = Assert.Single(snapshot.LabelManagers!.Value);
        Assert.Equal("rollouts-18", manager.Manager);
        Assert.False(manager.IsApplied);
        Assert.Equal(["app", "rollouts-pod-template-hash", "tier", "version"], manager.Keys);
        Assert.True(snapshot.HasSpec);
    }

    [Theory]
    [InlineData("argo-rollouts/canary", 94)]
    [InlineData("argo-rollouts/blue-green", 63)]
    [InlineData("knative-resource", 17)]
    public void Every_recorded_object_is_read(string folder, int count)
    {
        var recorded = RecordedRequest.All(folder);

        Assert.Equal(count, recorded.Count);
        Assert.All(recorded, request =>
        {
            var snapshot = ObjectReader.Read(request.Body).Snapshot;
            Assert.Equal(request.Headers["Ce-Kind"], snapshot?.Kind);
            Assert.Equal(request.Headers["Ce-Name"], snapshot?.Name);
            Assert.Equal(request.Headers["Ce-Namespace"], snapshot?.Namespace);
        });
    }

    [Fact]
    public void Members_may_come_in_any_order()
    {
        var snapshot = Read("""
            {"spec":{"template":{"spec":{"x":[1,{"y":2}]},"metadata":{"labels":{"b":"2"}}},"selector":{"matchLabels":{"a":"1"}}},
             "status":{"deep":[[[{"a":{}}]]]},
             "metadata":{"uid":"u","labels":{"a":"1"},"name":"n","namespace":"ns"},
             "kind":"ReplicaSet","apiVersion":"apps/v1"}
            """);

        Assert.Equal(("n", "ns", "u", "a=1", "b=2"),
            (snapshot.Name, snapshot.Namespace, snapshot.Uid, snapshot.Labels.ToString(), snapshot.PodTemplateLabels.ToString()));
    }

    [Fact]
    public void The_last_of_members_with_the_same_name_counts()
    {
        var snapshot = Read("""
            {"apiVersion":"v0","apiVersion":"apps/v1","kind":"ReplicaSet",
             "metadata":{"name":"old","uid":"old","labels":{"gone":"1"}},
             "metadata":{"name":"n","labels":{"a":"1"},"labels":{"b":"1","b":"2"}},
             "spec":{"selector":{"matchLabels":{"gone":"1"}}},
             "spec":{"selector":{"matchLabels":{"kept":"1"}}}}
            """);

        Assert.Equal("apps/v1", snapshot.ApiVersion);
        Assert.Equal("n", snapshot.Name);
        Assert.Equal("", snapshot.Uid);
        Assert.Equal("b=2", snapshot.Labels.ToString());
        Assert.Equal(["kept"], snapshot.SelectorKeys);
    }

    [Fact]
    public void Escapes_are_resolved_in_names_and_values()
    {
        var snapshot = Read("""
            {"\u0061piVersion":"apps\/v1","kind":"Replica\u0053et","met\u0061data":{"name":"n","labels":{"te\u0061m":"pay\u006dents"},
             "managedFields":[{"manager":"tag\u0061long","operation":"Apply","fieldsV1":{"f:metadata":{"f:labels":{"f:example.com\/te\u0061m":{}}}}}]}}
            """);

        Assert.Equal("apps/v1", snapshot.ApiVersion);
        Assert.Equal("ReplicaSet", snapshot.Kind);
        Assert.Equal("team=payments", snapshot.Labels.ToString());
        var manager = Assert.Single(snapshot.LabelManagers!.Value);
        Assert.Equal("tagalong", manager.Manager);
        Assert.Equal(["example.com/team"], manager.Keys);
    }

    [Fact]
    public void Null_counts_as_absent()
    {
        var snapshot = Read("""
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"n","uid":null,"labels":null,"ownerReferences":null,
             "managedFields":null,"deletionTimestamp":null},"spec":{"template":null,"selector":null}}
            """);

        Assert.Equal("", snapshot.Uid);
        Assert.Empty(snapshot.Labels);
        Assert.Empty(snapshot.Owners);
        Assert.Null(snapshot.LabelManagers);
        Assert.Null(snapshot.DeletionTimestamp);
    }

    [Fact]
    public void Selector_keys_come_from_labels_and_expressions_and_the_older_plain_map()
    {
        var snapshot = Read("""
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"n"},
             "spec":{"selector":{"matchLabels":{"a":"1"},"matchExpressions":[{"operator":"In","key":"b","values":["x"]}],"c":"1"}}}
            """);

        Assert.Equal(["a", "b", "c"], snapshot.SelectorKeys);
    }

    [Fact]
    public void Managers_that_own_no_label_are_left_out_and_missing_managedFields_differ_from_empty_ones()
    {
        var without = Read("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n","managedFields":[{"manager":"m","fieldsV1":{"f:spec":{}}}]}}""");
        var unknown = Read("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n"}}""");

        Assert.Empty(without.LabelManagers!.Value);
        Assert.Null(unknown.LabelManagers);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n","labels":["a"]}}""", "metadata.labels is an array where an object belongs")]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n","labels":{"a":1}}}""", "metadata.labels is a number where a string belongs")]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":"n"}""", "metadata is a string where an object belongs")]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":{"name":7}}""", "metadata.name is a number where a string belongs")]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n","ownerReferences":[7]}}""", "metadata.ownerReferences[] is a number where an object belongs")]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n","ownerReferences":[{"controller":"yes"}]}}""", "controller is a string where true or false belongs")]
    [InlineData("[]", "The body is an array where an object belongs")]
    [InlineData("\"text\"", "The body is a string where an object belongs")]
    public void The_error_of_a_wrong_type_names_its_place(string json, string expected)
    {
        var (snapshot, error) = ObjectReader.Read(Encoding.UTF8.GetBytes(json));

        Assert.Null(snapshot);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"apiVersion":"v1","kind":"X"}""")]
    [InlineData("""{"apiVersion":"v1","kind":"X","metadata":{}}""")]
    [InlineData("""{"kind":"X","metadata":{"name":"n"}}""")]
    public void A_body_without_kind_or_name_is_not_an_object(string json) =>
        Assert.Null(ObjectReader.Read(Encoding.UTF8.GetBytes(json)).Snapshot);

    [Fact]
    public void A_body_cut_anywhere_gives_an_error_and_no_exception()
    {
        var whole = RecordedRequest.Named("argo-rollouts/canary", "12-update-replicaset-checkout-8668bffb96").Body;

        for (var length = 0; length < whole.Length; length++)
        {
            var (snapshot, error) = ObjectReader.Read(whole.AsSpan(0, length));
            Assert.Null(snapshot);
            Assert.NotNull(error);
        }
    }

    [Theory]
    [InlineData(9_990, true)]
    [InlineData(20_000, false)]
    public void Whatever_depth_an_API_server_stores_is_read_and_more_is_an_error(int depth, bool isRead)
    {
        var nested = new string('[', depth) + new string(']', depth);
        var deep = $$"""{"apiVersion":"v1","kind":"X","metadata":{"name":"n"},"status":{{nested}}}""";

        var (snapshot, error) = ObjectReader.Read(Encoding.UTF8.GetBytes(deep));

        Assert.Equal(isRead, snapshot is not null);
        Assert.Equal(isRead, error?.Contains("depth", StringComparison.Ordinal) != true);
    }

    [Fact]
    public void Any_number_of_labels_is_read()
    {
        var labels = string.Join(',', Enumerable.Range(0, 400_000).Reverse().Select(number => $"\"k{number:000000}\":\"\""));

        var (snapshot, error) = ObjectReader.Read(Encoding.UTF8.GetBytes(
            """{"apiVersion":"v1","kind":"X","metadata":{"name":"n","labels":{""" + labels + "}}}"));

        Assert.Null(error);
        Assert.Equal(("k000000", "k399999", 400_000), (snapshot!.Labels[0].Key, snapshot.Labels[^1].Key, snapshot.Labels.Count));
    }

    [Fact]
    public void Text_after_the_object_is_an_error() =>
        Assert.NotNull(ObjectReader.Read("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n"}} {}"""u8).Error);

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00x")]
    public void A_broken_surrogate_is_an_error(string escape) =>
        Assert.NotNull(ObjectReader.Read(Encoding.UTF8.GetBytes($$$"""{"apiVersion":"v1","kind":"X","metadata":{"name":"{{{escape}}}"}}""")).Error);

    [Fact]
    public void A_broken_surrogate_in_a_members_name_is_an_error() =>
        Assert.NotNull(ObjectReader.Read("""{"\ud800":1,"apiVersion":"v1","kind":"X","metadata":{"name":"n"}}"""u8).Error);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_an_error()
    {
        byte[] json = [.. """{"apiVersion":"v1","kind":"X","metadata":{"name":"a"""u8, 0xC3, 0x28, .. "\"}}"u8];

        Assert.NotNull(ObjectReader.Read(json).Error);
    }

    private static ObjectSnapshot Read(string json)
    {
        var (snapshot, error) = ObjectReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Null(error);
        Assert.NotNull(snapshot);
        return snapshot;
    }
}
