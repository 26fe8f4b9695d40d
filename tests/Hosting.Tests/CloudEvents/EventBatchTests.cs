using System.Text;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.Tests.CloudEvents;

/// <summary>Batches take little more memory than their body, and one bad event does not spoil the others.</summary>
public class EventBatchTests
{
    private const string Tiny = """{"specversion":"1.0","id":"1","source":"a","type":"t"}""";
    private static readonly Sender Sender = new("hub", IsAuthenticated: true, ClusterFilter.All);

    [Fact]
    public void A_batch_with_too_many_events_is_counted_and_not_decoded()
    {
        var json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(Tiny, 76_260))}]");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = EventBatch.Read(json, 1000, "cluster", Sender);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(OutcomeReason.BodyTooLarge, received.Rejection?.Reason);
        Assert.Contains("76260 events; 1000 are allowed", received.Rejection?.Detail, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 100_000);
    }

    [Fact]
    public void Finding_the_events_of_a_batch_allocates_a_few_bytes_for_each()
    {
        var data = string.Join(',', Enumerable.Repeat("0", 2000));
        var json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat($$"""{"id":"1","data":[{{data}}]}""", 1000))}]");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = EventBatch.Read(json, 1000, "cluster", Sender);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1000, received.Batch?.Count);
        Assert.InRange(allocated, 0, 100_000);
    }

    [Fact]
    public void An_event_of_many_small_values_takes_no_more_memory_than_its_body()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"a","type":"t","data":[{{string.Join(',', Enumerable.Repeat("0", 2_000_000))}}]}""");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = JsonCloudEvents.ReadOne(json, "cluster", Sender);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(4_000_001, received.Event?.Data.Length);
        Assert.InRange(allocated, 0, 100_000);
    }

    [Fact]
    public void An_event_of_very_many_attributes_is_rejected_before_they_are_decoded()
    {
        var many = string.Concat(Enumerable.Range(0, 200_000).Select(static number => $",\"a{number}\":\"x\""));
        var json = Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"a","type":"t"{{many}}}""");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var received = JsonCloudEvents.ReadOne(json, "cluster", Sender);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains("attributes of an event may have 65536 bytes", received.Rejection?.Detail, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 500_000);
    }

    [Theory]
    [InlineData("[7]", 0, "not a CloudEvent")]
    [InlineData("[{}]", 0, "not a CloudEvent")]
    [InlineData($"[{Tiny}, {{\"specversion\":\"0.3\"}} ]", 1, "not a CloudEvent")]
    public void An_event_that_is_not_a_CloudEvent_is_rejected_when_its_turn_comes(string json, int index, string expected)
    {
        var received = EventBatch.Read(Encoding.UTF8.GetBytes(json), 10, "cluster", Sender);

        Assert.Contains(expected, received.Batch![index].Rejection?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[{}] 7")]
    [InlineData("{}")]
    public void A_batch_that_is_not_a_JSON_array_is_rejected_as_a_whole(string json)
    {
        var received = EventBatch.Read(Encoding.UTF8.GetBytes(json), 10, "cluster", Sender);

        Assert.Equal(OutcomeReason.NotACloudEvent, received.Rejection?.Reason);
    }
}
