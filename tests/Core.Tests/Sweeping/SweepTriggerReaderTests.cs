using System.Text;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Core.Tests.Sweeping;

public class SweepTriggerReaderTests
{
    [Theory]
    [InlineData("""{"sweep":{}}""", "", "", "")]
    [InlineData("""{"sweep":{"clusters":null,"selector":null}}""", "", "", "")]
    [InlineData("""{"other":[{}],"sweep":{"clusters":["eu","us"],"namespaces":["shop"],"selector":"a=b"}}""", "eu,us", "shop", "a=b")]
    public void An_event_requests_a_sweep(string data, string clusters, string namespaces, string selector)
    {
        var (request, _) = Read(data);

        Assert.Equal(
            (clusters, namespaces, selector), (string.Join(',', request!.Clusters), string.Join(',', request.Namespaces), request.Selector));
    }

    [Theory]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("""{"sweep":null}""")]
    public void An_event_without_the_member_sweep_requests_nothing(string data) =>
        Assert.Equal((null, OutcomeReason.UnknownEventType), Read(data) switch { var (request, failure) => (request, failure.Reason) });

    [Theory]
    [InlineData("""{"sweep":true}""", "$.sweep")]
    [InlineData("""{"sweep":{"namespace":["shop"]}}""", "$.sweep.namespace")]
    [InlineData("""{"sweep":{"namespaces":"shop"}}""", "$.sweep.namespaces")]
    [InlineData("""{"sweep":{"namespaces":["../.."]}}""", "$.sweep.namespaces")]
    [InlineData("""{"sweep":{"clusters":[null]}}""", "$.sweep.clusters")]
    [InlineData("""{"sweep":{"clusters":[1]}}""", "$.sweep.clusters[0]")]
    [InlineData("""{"sweep":{"selector":[]}}""", "$.sweep.selector")]
    [InlineData("""{"sweep":{"selector":"\ud800"}}""", "$.sweep.selector")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("", "$")]
    [InlineData("""{"sweep":{""", "$.sweep")]
    public void Wrong_data_is_malformed_and_the_detail_names_the_place(string data, string path)
    {
        var (request, failure) = Read(data);

        Assert.Equal((null, OutcomeReason.MalformedData), (request, failure.Reason));
        Assert.StartsWith($"The data is not valid at '{path}'", failure.Detail, StringComparison.Ordinal);
    }

    private static (SweepRequest? Request, Failure Failure) Read(string data) =>
        SweepTriggerReader.Read(new EventEnvelope { Id = "1", Type = "dev.knative.sources.ping", Source = "ping", Data = Encoding.UTF8.GetBytes(data) });
}
