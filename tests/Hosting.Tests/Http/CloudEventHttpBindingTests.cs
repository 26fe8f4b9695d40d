using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.Http;

/// <summary>CloudEvents over HTTP in each mode, and what is not a CloudEvent, over a real socket.</summary>
public class CloudEventHttpBindingTests
{
    private static readonly RecordedRequest Recorded = RecordedRequest.Named("knative-resource", "12-add-experiment-baseline-vs-canary");

    [Fact]
    public async Task Binary_mode_is_what_Knative_sends()
    {
        await using var function = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Recorded));
        Assert.Equal("Ignored/NoRuleForOwner 0r 0w", function.LastOutcome().ToString());
    }

    [Fact]
    public async Task Events_are_accepted_at_events_too()
    {
        await using var function = await RunningServer.StartAsync();
        using var message = Recorded.ToMessage();
        message.RequestUri = new Uri("/events", UriKind.Relative);

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    [InlineData("application/json")]
    public async Task Structured_mode_is_accepted_as_plain_JSON_too(string contentType)
    {
        await using var function = await RunningServer.StartAsync();

        using var response = await function.PostAsync(Json(contentType, Structured()));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("Ignored/NoRuleForOwner 0r 0w", function.LastOutcome().ToString());
    }

    [Fact]
    public async Task Data_in_base64_is_data()
    {
        await using var function = await RunningServer.StartAsync();
        var json = $$"""{"specversion":"1.0","id":"1","source":"s","type":"dev.knative.apiserver.resource.add","datacontenttype":"application/json","data_base64":"{{Convert.ToBase64String(Recorded.Body)}}"}""";

        using var response = await function.PostAsync(Json("application/cloudevents+json", json));

        Assert.Equal("Ignored/NoRuleForOwner 0r 0w", function.LastOutcome().ToString());
    }

    [Fact]
    public async Task A_batch_is_handled_event_by_event()
    {
        await using var function = await RunningServer.StartAsync();

        using var response = await function.PostAsync(Json("application/cloudevents-batch+json", $"[{Structured("1")},{Structured("2")},{Structured("3")}]"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(3, function.Outcomes().Count());
    }

    [Fact]
    public async Task An_empty_batch_is_accepted()
    {
        await using var function = await RunningServer.StartAsync();

        using var response = await function.PostAsync(Json("application/cloudevents-batch+json", "[]"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task One_invalid_event_in_a_batch_is_reported_after_the_others_were_handled()
    {
        await using var function = await RunningServer.StartAsync();
        var bad = """{"specversion":"1.0","id":"bad","source":"s","type":"dev.knative.apiserver.ref.add","data":{"kind":"ReplicaSet"}}""";

        using var response = await function.PostAsync(Json("application/cloudevents-batch+json", $"[{Structured("1")},{bad},{Structured("2")}]"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("\"eventId\":\"bad\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["Ignored", "Ignored", "Rejected"], function.Outcomes().Select(outcome => outcome.Kind).Order());
    }

    [Fact]
    public async Task Header_values_are_percent_decoded()
    {
        await using var function = await RunningServer.StartAsync(["Tagalong:Clusters:prod eu/1:Access=Kubeconfig"]);
        using var message = Recorded.ToMessage();
        message.Headers.Remove("Ce-Cluster");
        message.Headers.TryAddWithoutValidation("CE-CLUSTER", "prod%20eu%2F1");

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_name_of_the_cluster_extension_can_be_set(bool isStructured)
    {
        await using var function = await RunningServer.StartAsync(
            ["Tagalong:Fleet:ClusterExtension=k8scluster", "Tagalong:Clusters:hub:Access=Kubeconfig", "Tagalong:Clusters:spoke:Access=Kubeconfig"]);
        using var content = new StringContent(isStructured
            ? $$"""{"specversion":"1.0","id":"1","source":"/x","type":"dev.knative.apiserver.resource.add","k8scluster":"spoke","cluster":"hub","data":{{Encoding.UTF8.GetString(Recorded.Body)}}}"""
            : Encoding.UTF8.GetString(Recorded.Body));
        content.Headers.ContentType = new(isStructured ? "application/cloudevents+json" : "application/json");
        (string, string)[] headers = isStructured
            ? []
            : [("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/x"), ("ce-type", "dev.knative.apiserver.resource.add"), ("ce-k8scluster", "spoke"), ("ce-cluster", "hub")];

        using var response = await function.PostAsync(content, headers);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Contains(" in cluster spoke: ", function.Logs.GetSnapshot()[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ce-Id")]
    [InlineData("Ce-Source")]
    [InlineData("Ce-Type")]
    [InlineData("Ce-Specversion")]
    public async Task An_event_without_a_required_attribute_is_rejected(string header)
    {
        await using var function = await RunningServer.StartAsync();
        using var message = Recorded.ToMessage();
        message.Headers.Remove(header);
        if (header == "Ce-Specversion")
        {
            message.Headers.TryAddWithoutValidation(header, "0.3");
        }

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        await AssertProblem(response, HttpStatusCode.BadRequest, "NotACloudEvent", header.ToLowerInvariant());
    }

    [Theory]
    [InlineData("text/plain", "hello", "The request is not a CloudEvent: send ce-id")]
    [InlineData("application/json", """{"order":1}""", "The JSON ")]
    [InlineData("application/json", "[1,2]", "The JSON ")]
    [InlineData("application/cloudevents+json", "", "The JSON ")]
    [InlineData("application/cloudevents+json", "{", "The JSON ")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","id":"1"}""", "The JSON ")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","id":7,"source":"s","type":"t"}""", "The JSON ")]
    [InlineData("application/cloudevents+json", "[]", "The JSON ")]
    [InlineData("application/cloudevents-batch+json", "{}", "The JSON ")]
    [InlineData("application/cloudevents-batch+json", "[7]", "The JSON ")]
    [InlineData("nonsense", "{}", "The request is not a CloudEvent: send ce-id")]
    public async Task A_body_that_is_not_a_CloudEvent_is_rejected_with_the_reason(string contentType, string body, string expected)
    {
        await using var function = await RunningServer.StartAsync();

        using var response = await function.PostAsync(Json(contentType, body));

        await AssertProblem(response, HttpStatusCode.BadRequest, "NotACloudEvent", expected);
    }

    [Theory]
    [InlineData("Ce-Id", "100%")]
    [InlineData("Ce-Source", "/a%zz")]
    [InlineData("Ce-Type", "\"unbalanced")]
    public async Task A_header_that_is_not_encoded_correctly_is_rejected(string header, string value)
    {
        await using var function = await RunningServer.StartAsync();
        using var message = Recorded.ToMessage();
        message.Headers.Remove(header);
        message.Headers.TryAddWithoutValidation(header, value);

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        await AssertProblem(response, HttpStatusCode.BadRequest, "NotACloudEvent", "not encoded correctly");
    }

    [Fact]
    public async Task A_header_that_is_set_twice_is_rejected()
    {
        await using var function = await RunningServer.StartAsync();

        var answer = await SendRawAsync(
            function,
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCe-Specversion: 1.0\r\nCe-Id: 1\r\nCe-Source: s\r\nCe-Type: t\r\n"
                + "Ce-Cluster: one\r\nCe-Cluster: another\r\nContent-Length: 2\r\n\r\n{}");

        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
        Assert.Contains("ce-cluster is set more than once", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_from_a_request_is_quoted_only_in_part()
    {
        await using var function = await RunningServer.StartAsync();

        using var response = await function.PostAsync(
            Json("application/cloudevents+json", $$"""{"specversion":"{{new string('9', 1_000_000)}}","id":"1","source":"s","type":"t"}"""));

        var problem = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(problem.Length < 1000);
        Assert.All(function.Logs.GetSnapshot(), line => Assert.True(line.Message.Length < 2000));
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_rejected_with_or_without_Content_Length()
    {
        await using var function = await RunningServer.StartAsync();
        var body = new byte[10 * 1024 * 1024];
        using var announced = Recorded.ToMessage(body);
        using var chunked = Recorded.ToMessage(body);
        chunked.Headers.TransferEncodingChunked = true;

        using var first = await function.Client.SendAsync(announced, TestContext.Current.CancellationToken);
        using var second = await function.Client.SendAsync(chunked, TestContext.Current.CancellationToken);

        await AssertProblem(first, HttpStatusCode.BadRequest, "BodyTooLarge", "larger than 4194304 bytes");
        await AssertProblem(second, HttpStatusCode.BadRequest, "BodyTooLarge", "larger than 4194304 bytes");
    }

    [Fact]
    public async Task A_body_that_was_garbled_in_transit_is_to_be_sent_again()
    {
        await using var function = await RunningServer.StartAsync();

        var answer = await SendRawAsync(
            function,
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/cloudevents+json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n");

        Assert.StartsWith("HTTP/1.1 503 Service Unavailable", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_rejected()
    {
        await using var function = await RunningServer.StartAsync(["Tagalong:Http:MaxBatch=2"]);

        using var response = await function.PostAsync(Json("application/cloudevents-batch+json", $"[{Structured()},{Structured()},{Structured()}]"));

        await AssertProblem(response, HttpStatusCode.BadRequest, "BodyTooLarge", "3 events; 2 are allowed");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/cloudevents+json")]
    public async Task JSON_nested_ten_thousand_deep_is_rejected(string contentType)
    {
        await using var function = await RunningServer.StartAsync();
        var deep = new string('[', 10_000) + new string(']', 10_000);
        var asObject = $$$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"n"},"status":{{{deep}}}}""";
        var asEvent = $$"""{"specversion":"1.0","id":"1","source":"s","type":"dev.knative.apiserver.resource.add","data":{{deep}}}""";

        using var response = contentType == "application/json"
            ? await function.PostAsync(
                Json(contentType, asObject), ("Ce-Specversion", "1.0"), ("Ce-Id", "1"), ("Ce-Source", "s"), ("Ce-Type", "dev.knative.apiserver.resource.add"))
            : await function.PostAsync(Json(contentType, asEvent));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_object_without_metadata_is_rejected()
    {
        await using var function = await RunningServer.StartAsync();
        using var message = Recorded.ToMessage("""{"apiVersion":"apps/v1","kind":"ReplicaSet"}"""u8.ToArray());

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        await AssertProblem(response, HttpStatusCode.UnprocessableEntity, "NoObject", "does not name an object");
    }

    [Fact]
    public async Task A_compressed_body_is_rejected()
    {
        await using var function = await RunningServer.StartAsync();
        using var content = Json("application/cloudevents+json", "{}");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await function.PostAsync(content);

        await AssertProblem(response, HttpStatusCode.BadRequest, "NotACloudEvent", "compressed");
    }

    [Theory]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/event")]
    [InlineData("POST", "/api/v1.0")]
    [InlineData("POST", "/hook.json")]
    [InlineData("PUT", "/")]
    public async Task The_response_to_a_wrong_path_or_method_names_the_right_one_and_is_never_404(string method, string path)
    {
        await using var function = await RunningServer.StartAsync();
        using var message = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        await AssertProblem(response, HttpStatusCode.BadRequest, "NotACloudEvent", "POST to / or /events");
    }

    /// <summary>Sends what no well-behaved client would, and reads until the function hangs up.</summary>
    private static async Task<string> SendRawAsync(RunningServer function, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, function.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static async Task AssertProblem(HttpResponseMessage response, HttpStatusCode status, string reason, string detail)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"\"reason\":\"{reason}\"", body, StringComparison.Ordinal);
        Assert.Contains(detail, body, StringComparison.Ordinal);
    }

    private static string Structured(string id = "1") =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"https://10.96.0.1:443","type":"dev.knative.apiserver.resource.add","datacontenttype":"application/json","data":{{Encoding.UTF8.GetString(Recorded.Body)}}}""";

    private static ByteArrayContent Json(string contentType, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed))
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        content.Headers.ContentType ??= parsed;
        return content;
    }
}
