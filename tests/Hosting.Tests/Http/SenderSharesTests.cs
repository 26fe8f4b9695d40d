using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Tagalong.DevCluster.Faults;
using Tagalong.Hosting.Tests.Authentication;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.Http;

/// <summary>One sender, however many requests it makes and however slow they are, leaves room for the others.</summary>
public class SenderSharesTests
{
    private const string Hub = "hub-key-0123456789abcdef0123456789";
    private const string Spoke = "spoke-key-0123456789abcdef0123456789";

    [Fact]
    public async Task A_sender_that_takes_all_it_can_leaves_places_for_another()
    {
        await using var server = await StartAsync("Tagalong:Http:MaxInFlight=9");
        var enough = new TaskCompletionSource();
        server.Cluster.Faults.Add(Fault.HeldUntil(enough.Task));
        var ofHub = Enumerable.Range(0, 9).Select(_ => server.StatusOfKeyAsync(Hub)).ToList();
        await UntilAsync(() => server.InFlight == 5 && ofHub.Count(static request => request.IsCompleted) == 4);

        var ofSpoke = server.StatusOfKeyAsync(Spoke);
        await UntilAsync(() => server.InFlight == 6);
        enough.SetResult();

        Assert.Equal(HttpStatusCode.Accepted, await ofSpoke);
        Assert.Equal(
            (5, 4),
            ((await Task.WhenAll(ofHub)).Count(static status => status == HttpStatusCode.Accepted), ofHub.Count(static request => request.Result == HttpStatusCode.TooManyRequests)));
    }

    [Fact]
    public async Task A_body_that_arrives_too_slowly_gives_its_place_back_and_may_be_sent_again()
    {
        await using var server = await StartAsync("Tagalong:Http:MaxInFlight=1", "Tagalong:Http:BodyTimeout=00:00:03");
        using var trickle = new TcpClient();
        await trickle.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = trickle.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: x\r\nX-Api-Key: {Hub}\r\nContent-Type: application/cloudevents+json\r\nContent-Length: 1000\r\n\r\n{{"),
            TestContext.Current.CancellationToken);
        await UntilAsync(() => server.InFlight == 1);

        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 503 Service Unavailable", status);
        await UntilAsync(() => server.InFlight == 0);
        Assert.Equal(HttpStatusCode.Accepted, await server.StatusOfKeyAsync(Spoke));
    }

    [Fact]
    public async Task Unknown_senders_take_no_place_while_an_issuer_is_asked_for_its_keys()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await StartAsync(clock, [.. issuer.Settings(), "Tagalong:Http:MaxInFlight=2"]);
        var answers = new TaskCompletionSource();
        issuer.Fault = _ => answers.Task;

        var bogus = Enumerable.Range(0, 100).Select(_ => server.StatusOfTokenAsync(issuer.Token(time: clock))).ToList();
        await UntilAsync(() => bogus.Count(static request => request.IsCompleted) == 68);

        Assert.Equal((HttpStatusCode.Accepted, 0), (await server.StatusOfKeyAsync(Spoke), server.InFlight));
        Assert.All(bogus.Where(static request => request.IsCompleted), static request => Assert.Equal(HttpStatusCode.ServiceUnavailable, request.Result));
        answers.SetResult();
        await Task.WhenAll(bogus);
    }

    [Fact]
    public async Task A_batch_labels_the_good_objects_beside_an_event_that_is_not_one()
    {
        await using var server = await StartAsync();
        var good = $$"""{"specversion":"1.0","id":"1","source":"s","type":"dev.knative.apiserver.resource.add","data":{{Encoding.UTF8.GetString(Checkout.ReplicaSet.Body)}}}""";

        using var response = await server.PostAsync(new StringContent($"[7,{good}]", Encoding.UTF8, "application/cloudevents-batch+json"), ("X-Api-Key", Spoke));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["Labeled", "Rejected"], server.Outcomes().Select(static outcome => outcome.Kind).Order());
    }

    [Fact]
    public async Task Headers_larger_than_any_senders_are_refused()
    {
        await using var server = await StartAsync();
        using var message = Checkout.ReplicaSet.ToMessage();
        message.Headers.TryAddWithoutValidation("X-Padding", new string('x', 17 * 1024));

        using var response = await server.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed()
    {
        await using var server = await StartAsync("Tagalong:Http:MaxConnections=10");
        var connections = new List<TcpClient>();
        var port = server.Client.BaseAddress!.Port;
        for (var opened = 0; opened < 10; opened++)
        {
            connections.Add(new TcpClient());
            await connections[^1].ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        }

        await UntilAsync(async () =>
        {
            using var beyond = new TcpClient();
            await beyond.ConnectAsync(IPAddress.Loopback, port);
            return await beyond.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        });

        connections.ForEach(static connection => connection.Dispose());
    }

    private static Task<RunningServer> StartAsync(params string[] settings) => StartAsync(TimeProvider.System, settings);

    private static Task<RunningServer> StartAsync(TimeProvider time, string[] settings) => Sending.StartAsync(
        ["Tagalong:Senders:Authentication=Required", $"Tagalong:Senders:ApiKeys:hub:Keys:0={Hub}", $"Tagalong:Senders:ApiKeys:spoke:Keys:0={Spoke}", .. settings], time);

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static Task UntilAsync(Func<Task<bool>> holds) => Eventually.EqualAsync(true, holds);
}
