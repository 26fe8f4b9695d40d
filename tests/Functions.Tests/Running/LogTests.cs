using Tagalong.FunctionsHost.Messages;

namespace Tagalong.Functions.Tests.Running;

/// <summary>What the app logs goes to the Functions host, which has the levels and the destinations.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task The_line_of_an_outcome_has_the_invocation_its_level_and_its_fields()
    {
        await using var app = await RunningApp.StartAsync();

        await app.StatusAsync(CloudEventText.Added);
        await app.StatusAsync(CloudEventText.WithoutObject);
        await Testing.Eventually.EqualAsync(2, () => Task.FromResult(app.Host.Invocations.Count));

        var (first, second) = (app.Host.Invocations[0], app.Host.Invocations[1]);
        var labeled = Assert.Single(app.Host.Conversation.LogsOf(first.InvocationId), static log => log.Category == "Tagalong.Core.Reporting.OutcomeReporter");
        var rejected = Assert.Single(app.Host.Conversation.LogsOf(second.InvocationId), static log => log.Category == "Tagalong.Core.Reporting.OutcomeReporter");
        Assert.Equal((RpcLog.Types.Level.Information, RpcLog.Types.Level.Warning), (labeled.Level, rejected.Level));
        Assert.StartsWith("Labeled ReplicaSet shop/checkout-8668bffb96: added ", labeled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_host_gets_the_log_and_the_web_server_adds_nothing_to_it()
    {
        await using var app = await RunningApp.StartAsync();

        await app.StatusAsync(CloudEventText.Added);
        await app.LoggedAsync("Labeled ");

        Assert.DoesNotContain("Labeled ", app.Host.WorkerOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Host.Conversation.Logs, static log => log.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }
}
