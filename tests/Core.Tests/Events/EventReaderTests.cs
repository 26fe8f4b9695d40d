using System.Text;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Events;

public class EventReaderTests
{
    private const string ReplicaSet =
        """{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"n","namespace":"ns","uid":"u","resourceVersion":"1"}}""";

    [Fact]
    public void Knative_in_Resource_mode_sends_the_object()
    {
        var recorded = RecordedRequest.Named("knative-resource", "06-add-replicaset-checkout-6f9c8b7d5-2-1-canary");

        var change = EventReader.Read(recorded.ToEnvelope()).Change;

        Assert.NotNull(change);
        Assert.Equal(WatchChange.Added, change.Change);
        Assert.Equal("ReplicaSet.apps/shop/checkout-6f9c8b7d5-2-1-canary", change.Object.ToString());
        Assert.Equal("30f4f2c6-8dde-4ab4-84f6-b72726a9354c", change.Object.Uid);
        Assert.Equal("rollouts-pod-template-hash=57b8d9cf4c", change.Body?.Labels.ToString());
    }

    [Fact]
    public void Knative_in_Reference_mode_names_the_object()
    {
        var recorded = RecordedRequest.Named("knative-reference", "16-delete-experiment-baseline-vs-canary");

        var change = EventReader.Read(recorded.ToEnvelope()).Change;

        Assert.NotNull(change);
        Assert.Equal(WatchChange.Deleted, change.Change);
        Assert.Equal("Experiment.argoproj.io/shop/baseline-vs-canary", change.Object.ToString());
        Assert.Equal("", change.Object.Uid);
        Assert.Null(change.Body);
    }

    [Theory]
    [InlineData("ADD", WatchChange.Added)]
    [InlineData("UPDATE", WatchChange.Updated)]
    [InlineData("DELETE", WatchChange.Deleted)]
    public void Argo_Events_wraps_the_object_as_body(string word, WatchChange expected) => AssertReads(
        "resource",
        $$$"""{"type":"{{{word}}}","oldBody":{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"old"}},"body":{{{ReplicaSet}}},"group":"apps","version":"v1","resource":"replicasets"}""",
        expected);

    [Theory]
    [InlineData("create", WatchChange.Added)]
    [InlineData("update", WatchChange.Updated)]
    [InlineData("delete", WatchChange.Deleted)]
    public void Kubewatch_wraps_the_object_as_obj(string word, WatchChange expected) => AssertReads(
        "KUBERNETES_TOPOLOGY_CHANGE",
        $$$"""{"operation":"{{{word}}}","kind":"ReplicaSet","apiVersion":"apps/v1","clusterUid":"TODO","oldObj":null,"obj":{{{ReplicaSet}}}}""",
        expected);

    [Theory]
    [InlineData("ADDED", WatchChange.Added)]
    [InlineData("MODIFIED", WatchChange.Updated)]
    [InlineData("DELETED", WatchChange.Deleted)]
    public void A_raw_watch_line_is_read_whatever_the_type(string word, WatchChange expected) =>
        AssertReads("com.example.watch", $$"""{"object":{{ReplicaSet}},"type":"{{word}}"}""", expected);

    [Fact]
    public void The_lines_of_a_recorded_watch_give_its_objects_and_no_more()
    {
        var lines = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kube-apiserver", "watch-bookmarks.http"))
            .Split('\n').Where(line => line.StartsWith("{\"type\"", StringComparison.Ordinal));

        var readings = lines.Select(line => Read("com.example.watch", line)).ToList();

        Assert.Equal(["cart-56968d447d", "checkout-6f9c8b7d5"], readings.Where(reading => reading.Change is not null).Select(reading => reading.Change!.Object.Name));
        Assert.Equal(OutcomeReason.NotAChange, Assert.Single(readings, reading => reading.Change is null).Reason);
    }

    [Theory]
    [InlineData("com.example.order.placed", """{"order":1}""", OutcomeReason.UnknownEventType)]
    [InlineData("com.example.order.placed", "not json", OutcomeReason.UnknownEventType)]
    [InlineData("com.example.order.placed", "", OutcomeReason.UnknownEventType)]
    [InlineData("dev.knative.apiserver.resource.renamed", "{}", OutcomeReason.UnknownEventType)]
    [InlineData("dev.tagalong.labels.applied", "{}", OutcomeReason.OwnEvent)]
    [InlineData("com.example.watch", """{"type":"ERROR","object":{"kind":"Status"}}""", OutcomeReason.NotAChange)]
    [InlineData("dev.knative.apiserver.resource.add", "{", OutcomeReason.MalformedData)]
    [InlineData("dev.knative.apiserver.resource.add", "", OutcomeReason.MalformedData)]
    [InlineData("dev.knative.apiserver.resource.add", """{"apiVersion":"v1","kind":"X"}""", OutcomeReason.NoObject)]
    [InlineData("dev.knative.apiserver.ref.add", """{"apiVersion":"v1","kind":"X"}""", OutcomeReason.NoObject)]
    [InlineData("dev.knative.apiserver.ref.add", "[", OutcomeReason.MalformedData)]
    [InlineData("resource", "[]", OutcomeReason.MalformedData)]
    [InlineData("resource", """{"type":"ADD"}""", OutcomeReason.NoObject)]
    [InlineData("resource", """{"type":"PING","body":null}""", OutcomeReason.MalformedData)]
    [InlineData("KUBERNETES_TOPOLOGY_CHANGE", """{"operation":"update","obj":null}""", OutcomeReason.NoObject)]
    public void What_tells_of_no_object_says_why(string type, string data, OutcomeReason expected)
    {
        var reading = Read(type, data);

        Assert.Null(reading.Change);
        Assert.Equal(expected, reading.Reason);
    }

    [Theory]
    [InlineData("..", "ns")]
    [InlineData("a/b", "ns")]
    [InlineData("a%2Fb", "ns")]
    [InlineData("a?dryRun=All", "ns")]
    [InlineData("a", "..")]
    [InlineData("a\\nb", "ns")]
    public void A_name_that_would_lead_to_another_path_is_no_object(string name, string ns)
    {
        var reading = Read("dev.knative.apiserver.ref.add", $$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"{{name}}","namespace":"{{ns}}"}""");

        Assert.Equal(OutcomeReason.NoObject, reading.Reason);
        Assert.Null(reading.Change);
    }

    [Theory]
    [InlineData(ReplicaSet, false)]
    [InlineData("""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"n","resourceVersion":"1"}}""", true)]
    [InlineData("""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"n","uid":"u"}}""", true)]
    public void The_body_of_a_stranger_or_one_that_is_not_whole_is_not_taken_for_the_object(string data, bool isAuthenticated)
    {
        var change = Read("dev.knative.apiserver.resource.add", data, isAuthenticated).Change;

        Assert.NotNull(change);
        Assert.Null(change.Body);
    }

    private static void AssertReads(string type, string data, WatchChange expected)
    {
        var change = Read(type, data).Change;

        Assert.NotNull(change);
        Assert.Equal(expected, change.Change);
        Assert.Equal("ReplicaSet.apps/ns/n", change.Object.ToString());
        Assert.Equal("1", change.Body?.ResourceVersion);
    }

    private static EventReadResult Read(string type, string data, bool isAuthenticated = true) => EventReader.Read(new EventEnvelope
    {
        Id = "1",
        Type = type,
        Data = Encoding.UTF8.GetBytes(data),
        IsSenderAuthenticated = isAuthenticated,
    });
}
