using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using k8s.Authentication;
using Moq;
using Tagalong.Core.ApiServer;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;

namespace Tagalong.Core.Tests.ApiServer;

public class ApiServerClientTests
{
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
    public async Task The_error_of_a_token_that_cannot_be_obtained_is_not_quoted()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var tokens = new Mock<ITokenProvider>();
        tokens.Setup(provider => provider.GetAuthenticationHeaderAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("s3cret"));
        using var connection = Connections.To(cluster, tokens: tokens.Object);

        var answer = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal(ApiStatus.Unauthenticated, answer.Status);
        Assert.DoesNotContain("s3cret", answer.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests.Snapshot());
    }

    [Fact]
    public async Task A_token_that_does_not_arrive_times_out_like_a_response()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var tokens = new Mock<ITokenProvider>();
        tokens.Setup(provider => provider.GetAuthenticationHeaderAsync(It.IsAny<CancellationToken>()))
            .Returns(async (CancellationToken cancelled) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
                return new AuthenticationHeaderValue("Bearer", "late");
            });
        using var connection = Connections.To(cluster, new ApiCallOptions { AttemptTimeout = TimeSpan.FromMilliseconds(150), MaxRetries = 0 }, tokens: tokens.Object);

        var answer = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal(ApiStatus.TimedOut, answer.Status);
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
    public async Task Each_attempt_requests_the_current_token()
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var tokens = new Mock<ITokenProvider>();
        tokens.SetupSequence(provider => provider.GetAuthenticationHeaderAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new AuthenticationHeaderValue("Bearer", "stale"))
            .ReturnsAsync(new AuthenticationHeaderValue("Bearer", cluster.AdminToken));
        using var connection = Connections.To(cluster, tokens: tokens.Object);

        var first = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);
        var second = await connection.GetAsync(Path, metadataOnly: false, TestContext.Current.CancellationToken);

        Assert.Equal((ApiStatus.Unauthenticated, ApiStatus.NotFound), (first.Status, second.Status));
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
