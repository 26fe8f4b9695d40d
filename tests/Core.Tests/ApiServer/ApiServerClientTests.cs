using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Tagalong.Core.ApiServer;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Core.Tests.ApiServer;

public class ApiServerClientTests
{
    private static ApiCredential Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token));

    private const string Path = "apis/apps/v1/namespaces/shop/replicasets/none";

    [Fact]
    public async Task Calls_go_over_HTTP_2()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        using var connection = Connections.To(cluster);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken).AsTask()));

        Assert.All(cluster.Requests.Snapshot(), request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.Equal(20, cluster.Requests.Reads);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_obtained_are_not_replaced_by_none()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var credentials = new StubCredentials(static _ => throw new CredentialException("there is none"));
        using var connection = Connections.To(cluster, credentials: credentials);

        var answer = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal((ApiStatus.Unauthenticated, "there is none"), (answer.Status, answer.Message));
        Assert.Empty(cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task Credentials_that_do_not_arrive_time_out_like_a_response()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var credentials = new StubCredentials(static async cancelled =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
            return Bearer("late");
        });
        using var connection = Connections.To(
            cluster, new ApiCallOptions { AttemptTimeout = TimeSpan.FromMilliseconds(150), MaxRetries = 0 }, credentials: credentials);

        var answer = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal(ApiStatus.TimedOut, answer.Status);
    }

    [Theory]
    [InlineData(true, nameof(ApiStatus.NotFound), 2)]
    [InlineData(false, nameof(ApiStatus.Unauthenticated), 1)]
    public async Task A_rejected_call_is_repeated_once_if_there_are_other_credentials(bool hasOthers, string expected, int calls)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var credentials = new StubCredentials(_ => ValueTask.FromResult(Bearer("stale")), hasOthers ? _ => ValueTask.FromResult(Bearer(cluster.AdminToken)) : null);
        using var connection = Connections.To(cluster, credentials: credentials);

        var answer = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal((expected, calls), ($"{answer.Status}", cluster.Requests.Snapshot().Count));
    }

    [Fact]
    public async Task A_server_that_accepts_connections_and_never_answers_times_out()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var options = new ApiCallOptions { AttemptTimeout = TimeSpan.FromMilliseconds(300), MaxRetries = 0 };
        var kubeconfig = cluster.KubeconfigFor().Replace($":{cluster.Url.Port}", $":{((IPEndPoint)silent.LocalEndpoint).Port}", StringComparison.Ordinal);

        // The client gives up on the connection a little before the attempt ends.
        using var connection = Connections.To(kubeconfig, options, connectTimeout: TimeSpan.FromMilliseconds(100));
        var answer = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal(ApiStatus.TimedOut, answer.Status);
    }

    [Fact]
    public async Task A_call_is_retried_as_often_as_the_settings_and_the_budget_allow()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        using var error = cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "later"));
        using var patient = Connections.To(cluster, new ApiCallOptions { MaxRetries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) });
        using var impatient = Connections.To(cluster, new ApiCallOptions { MaxRetries = 10, RetryWindow = TimeSpan.Zero });

        await patient.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);
        var afterPatient = cluster.Requests.Reads;
        await impatient.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal((3, 4), (afterPatient, cluster.Requests.Reads));
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_not_read_to_its_end()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        using var connection = Connections.To(cluster, new ApiCallOptions { MaxAnswerBytes = 100, MaxRetries = 0 });

        var answer = await connection.GetAsync("api/v1/namespaces/default", metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal((ApiStatus.ServerError, "The response is larger than 100 bytes."), (answer.Status, answer.Message));
    }
}
