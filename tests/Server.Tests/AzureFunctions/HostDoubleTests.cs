using System.Net;
using System.Text;
using Newtonsoft.Json;
using Tagalong.FunctionsHost;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>The double of the host writes and judges as is known of the host; what is expected is written out by hand.</summary>
public class HostDoubleTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { """{"a":1}""", """
            "\"{\\\"a\\\":1}\""
            """ },
        { new[] { "x", "\"" }, """
            "[\"x\",\"\\\"\"]"
            """ },
        { new byte[] { 1, 2, 3 }, """
            "AQID"
            """ },
        { 3, """
            "3"
            """ },
        { true, """
            "true"
            """ },
        { Guid.Empty, """
            "\"00000000-0000-0000-0000-000000000000\""
            """ },
        { new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc), """
            "2026-01-02T03:04:05"
            """ },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), """
            "2026-01-02T03:04:05+00:00"
            """ },
        { null, """
            "null"
            """ },
        { new Dictionary<string, string> { ["cloudEvents:id"] = "1" }, """
            {"cloudEvents:id":"1"}
            """ },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_as_the_host_writes_it(object? value, string expected) =>
        Assert.Equal(expected, JsonConvert.SerializeObject(WireValue.Of(value)));

    [Fact]
    public void Members_of_a_body_go_over_what_the_broker_told() => Assert.Contains(
        """
        "DeliveryCount":"\"0\""
        """,
        TriggerData.ServiceBus("""{"DeliveryCount":"0"}""", deliveryCount: 7).ToJson("message", "servicebus"),
        StringComparison.Ordinal);

    [Fact]
    public void A_time_in_an_event_of_Event_Grid_looks_different_afterwards() => Assert.Contains(
        "\"time\":\"2026-01-02T03:04:05Z\"",
        TriggerData.EventGrid("""{"time":"2026-01-02T03:04:05.000000Z"}""").ToJson("event", "eventgrid"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(200, "application/json", """{"Outputs":{},"Logs":["x"],"ReturnValue":null}""", InvocationResult.Succeeded)]
    [InlineData(202, "application/json; charset=utf-8", "{}", InvocationResult.Succeeded)]
    [InlineData(200, "application/json", "", InvocationResult.NeverCompletes)]
    [InlineData(204, null, "", InvocationResult.NeverCompletes)]
    [InlineData(200, "application/json", "null", InvocationResult.NeverCompletes)]
    [InlineData(200, "application/json", "[]", InvocationResult.Failed)]
    [InlineData(200, "application/json", """{"Logs":"x"}""", InvocationResult.Failed)]
    [InlineData(200, "application/json", """{"Logs":[1]}""", InvocationResult.Failed)]
    [InlineData(200, "text/plain", "ok", InvocationResult.Failed)]
    [InlineData(200, "application/cloudevents+json", "{}", InvocationResult.Failed)]
    [InlineData(400, "application/json", "{}", InvocationResult.Failed)]
    [InlineData(503, "application/json", "{}", InvocationResult.Failed)]
    public async Task An_answer_counts_as_it_does_for_the_host(int status, string? contentType, string body, InvocationResult expected)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var verdict = await InvocationVerdict.OfAsync(response, TestContext.Current.CancellationToken);

        Assert.Equal(expected, verdict.Result);
    }
}
