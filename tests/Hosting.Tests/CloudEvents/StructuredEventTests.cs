using System.Text;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.Tests.CloudEvents;

/// <summary>The data of a structured event, in each of its forms.</summary>
public class StructuredEventTests
{
    [Theory]
    [InlineData("""{"data":{"kind":"ReplicaSet"}}""", """{"kind":"ReplicaSet"}""")]
    [InlineData("""{"data" : [1, 2] }""", "[1, 2]")]
    [InlineData("""{"data":"{\"kind\":1}"}""", "\"{\\\"kind\\\":1}\"")]
    [InlineData("""{"datacontenttype":"text/plain","data":"{\"kind\":\"\u00e9\"}"}""", """{"kind":"é"}""")]
    [InlineData("""{"datacontenttype":"application/vnd.k8s+json; charset=utf-8","data":"x"}""", "\"x\"")]
    [InlineData("""{"data_base64":"eyJraW5kIjoxfQ=="}""", """{"kind":1}""")]
    [InlineData("""{"data":null}""", "")]
    [InlineData("""{"data":{"a":1},"data":{"a":2}}""", """{"a":2}""")]
    [InlineData("{}", "")]
    public void Data_is_read_as_the_content_type_says(string members, string expected)
    {
        var received = Read(members);

        Assert.Null(received.Rejection?.Detail);
        Assert.Equal(expected, Encoding.UTF8.GetString(received.Event!.Data.Span));
    }

    [Theory]
    [InlineData("""{"data":1,"data_base64":"eyJ9"}""", "either data or data_base64")]
    [InlineData("""{"data_base64":7}""", "data_base64 has to be a string")]
    [InlineData("""{"data_base64":"?"}""", "not a CloudEvent")]
    [InlineData("""{"data":{]}""", "The JSON is invalid")]
    [InlineData("""{"data":{}""", "The JSON ends too early")]
    [InlineData("""{"data":{}} {}""", "The JSON is invalid")]
    [InlineData("""{"time":"yesterday"}""", "not a CloudEvent")]
    [InlineData("""{"UPPER":"x"}""", "not a CloudEvent")]
    public void An_event_that_cannot_be_read_is_rejected_with_the_reason(string members, string expected) =>
        Assert.Contains(expected, Read(members).Rejection?.Detail, StringComparison.Ordinal);

    [Fact]
    public void Extensions_are_read_wherever_they_are()
    {
        var received = Read("""{"data":{"cluster":"wrong"},"cluster":"prod-eu-1","traceparent":"00-a"}""");

        Assert.Equal(("prod-eu-1", "00-a"), (received.Event?.Cluster, received.Event?.TraceParent));
    }

    private static ReceivedEvents Read(string members) => JsonCloudEvents.ReadOne(
        Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"a","type":"t"{{(members == "{}" ? "}" : "," + members[1..])}}"""), "cluster", Sender.Anonymous);
}
