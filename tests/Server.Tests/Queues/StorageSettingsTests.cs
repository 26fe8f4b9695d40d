using Microsoft.Extensions.Options;
using Tagalong.DevCluster;

namespace Tagalong.Server.Tests.Queues;

/// <summary>Settings of storage queues that cannot work stop the start and say what to set.</summary>
public class StorageSettingsTests
{
    [Theory]
    [InlineData("Tagalong:Queue:AzureStorage:Account=shop", "Tagalong:Queue:AzureStorage:Account has to be https://ACCOUNT.queue.core.windows.net")]
    [InlineData("Tagalong:Queue:AzureStorage:Account=http://shop.queue.core.windows.net", "Tagalong:Queue:AzureStorage:Account has to be https://")]
    [InlineData("Tagalong:Queue:AzureStorage:Account=https://shop.queue.core.windows.net/tagalong", "without a queue")]
    [InlineData("Tagalong:Queue:AzureStorage:Account=https://shop.queue.core.windows.net?sv=2024&sig=s3cret", "without a queue, a key or a signature")]
    [InlineData("Tagalong:Queue:AzureStorage:VisibilityTimeout=00:00:03.5", "VisibilityTimeout is 00:00:03.5000000; set whole seconds.")]
    [InlineData("Tagalong:Queue:AzureStorage:VisibilityTimeout=00:00:02", "VisibilityTimeout is 00:00:02; set a time from 00:00:03 to 01:00:00.")]
    [InlineData("Tagalong:Queue:AzureStorage:PollDelay=00:00:05", "LongestPollDelay is shorter")]
    [InlineData("Tagalong:Queue:AzureStorage:VisibiltyTimeout=00:00:05", "did you mean 'VisibilityTimeout'?")]
    [InlineData("Tagalong:Consume:Queues:0=Shop_Events", "Tagalong:Consume:Queues has 'Shop_Events', which is not a name of a queue in Azure Storage")]
    public async Task An_invalid_setting_is_reported(string setting, string expected)
    {
        await using var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        string[] settings = [$"KUBECONFIG={kubeconfig}", "PORT=0", "Tagalong:Queue:AzureStorage:Account=https://shop.queue.core.windows.net", "Tagalong:Consume:Queues:0=shop", setting];

        var faults = FaultsOf(() => ServerHost.CreateConsume([], builder =>
        {
            foreach (var pair in settings.Select(static setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }
        }));
        File.Delete(kubeconfig);

        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, static fault => fault.Contains("s3cret", StringComparison.Ordinal));
    }

    private static List<string> FaultsOf(Action start) => Record.Exception(start) switch
    {
        OptionsValidationException fault => [.. fault.Failures],
        AggregateException several => [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static fault => fault.Failures)],
        var other => [$"{other}"],
    };
}
