using Microsoft.Extensions.Options;

namespace Tagalong.Server.Tests.Consuming;

/// <summary>Settings of the verb <c>consume</c> that cannot work stop the start, and say what to do.</summary>
public class ConsumeSettingsTests
{
    private const string Uri = "Tagalong:Queue:RabbitMq:Uri=amqp://127.0.0.1:1";
    private const string Queue = "Tagalong:Consume:Queues:0=shop";

    [Theory]
    [InlineData("There is no queue to consume: name one by --queue NAME (Tagalong:Consume:Queues:0).", Uri)]
    [InlineData("There is no broker: set Tagalong:Queue:RabbitMq:Uri", Queue)]
    [InlineData("Tagalong:Consume:Queues names 'shop' more than once", Queue, Uri, "Tagalong:Consume:Queues:1=shop")]
    [InlineData("Tagalong:Consume:LongestRetryDelay is shorter", Queue, Uri, "Tagalong:Consume:RetryDelay=01:00:00")]
    [InlineData("Tagalong:Consume:Concurrency is 0; set a number from 1 to 1000.", Queue, Uri, "Tagalong:Consume:Concurrency=0")]
    [InlineData("Tagalong:Consume:Concurency is not a setting; did you mean 'Concurrency'?", Queue, Uri, "Tagalong:Consume:Concurency=3")]
    [InlineData("Tagalong:Queue:RabbitMQs is not a setting; did you mean 'RabbitMq'?", Queue, Uri, "Tagalong:Queue:RabbitMQs:Uri=amqp://127.0.0.1")]
    [InlineData("Tagalong:Queue:RabbitMq:Ui is not a setting; did you mean 'Uri'?", Queue, Uri, "Tagalong:Queue:RabbitMq:Ui=amqp://127.0.0.1")]
    [InlineData("Tagalong:Cosume is not a setting; did you mean 'Consume'?", Queue, Uri, "Tagalong:Cosume:Queues:0=shop")]
    [InlineData("Tagalong:Queue:RabbitMq:Uri has to look like amqps://HOST[:PORT][/VHOST]", Queue, "Tagalong:Queue:RabbitMq:Uri=https://user:geheim@127.0.0.1")]
    [InlineData("Tagalong:Queue:RabbitMq:Uri and :UriFile are both set", Queue, Uri, "Tagalong:Queue:RabbitMq:UriFile=/dev/null")]
    [InlineData("Tagalong:Queue:RabbitMq:Password and :PasswordFile are both set", Queue, Uri, "Tagalong:Queue:RabbitMq:Password=geheim", "Tagalong:Queue:RabbitMq:PasswordFile=/dev/null")]
    [InlineData("Tagalong:Queue:RabbitMq:PasswordFile is '/nowhere', and there is no such file.", Queue, Uri, "Tagalong:Queue:RabbitMq:PasswordFile=/nowhere")]
    [InlineData("Tagalong:Queue:RabbitMq:CertificateAuthority: ", Queue, Uri, "Tagalong:Queue:RabbitMq:CertificateAuthority=/nowhere")]
    [InlineData("Tagalong:Queue:RabbitMq:Timeout is 00:00:00; set a time", Queue, Uri, "Tagalong:Queue:RabbitMq:Timeout=00:00:00")]
    [InlineData("Tagalong:Queue:RabbitMq:DeadLetterExchange is empty", Queue, Uri, "Tagalong:Queue:RabbitMq:DeadLetterExchange=")]
    public void A_fault_is_named(string fault, params string[] settings)
    {
        var faults = FaultsOf(settings);

        Assert.Contains(faults, told => told.StartsWith(fault, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", string.Join('\n', faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set --queue (Tagalong:Watch:Queue) or --apply", "Tagalong:Watch:Apply=true", Uri)]
    [InlineData("Set --queue (Tagalong:Watch:Queue) or --sink", "Tagalong:Watch:Sink=http://127.0.0.1", Uri)]
    [InlineData("There is no broker: set Tagalong:Queue:RabbitMq:Uri")]
    public void So_is_one_of_a_relay_that_is_to_send_to_a_queue(string fault, params string[] settings)
    {
        string[] all = ["KUBECONFIG=/dev/null", "Tagalong:Watch:Queue=shop", .. settings];

        var failures = Failures(() => ServerHost.CreateWatch([.. all.Select(static setting => $"--{setting}")]));

        Assert.Contains(failures, told => told.StartsWith(fault, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> FaultsOf(string[] settings) =>
        Failures(() => ServerHost.CreateConsume([.. settings.Select(static setting => $"--{setting}")]));

    private static IReadOnlyList<string> Failures(Action create) => Record.Exception(create) switch
    {
        OptionsValidationException one => [.. one.Failures],
        AggregateException several => [.. several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(static fault => fault.Failures)],
        var other => throw new InvalidOperationException("It starts, or fails otherwise.", other),
    };
}
