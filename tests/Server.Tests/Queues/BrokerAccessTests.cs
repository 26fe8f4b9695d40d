using RabbitMQ.Client;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The way to the broker: TLS, users, rights, and what has to be there.</summary>
public class BrokerAccessTests(SharedRabbitMq shared) : QueueTest(shared)
{
    [Fact]
    public async Task With_TLS_the_configured_authority_must_have_signed_the_certificate_of_the_broker()
    {
        var password = await FileAsync(RabbitMqServer.Password);
        await using var consumer = await ConsumeAsync(
            $"Tagalong:Queue:RabbitMq:Uri={Broker.TlsUri}", $"Tagalong:Queue:RabbitMq:CertificateAuthority={Broker.CertificateAuthority}",
            "Tagalong:Queue:RabbitMq:Password=", $"Tagalong:Queue:RabbitMq:PasswordFile={password}");

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));

        await LabelledAsync();
        File.Delete(password);
    }

    [Fact]
    public async Task A_broker_with_an_untrusted_certificate_is_rejected()
    {
        await using var consumer = await RunningConsumer.StartAsync(Broker, Cluster, Queue, $"Tagalong:Queue:RabbitMq:Uri={Broker.TlsUri}");

        await Eventually.EqualAsync(true, async () => (await consumer.ReadinessAsync()).Contains("certificate", StringComparison.OrdinalIgnoreCase));
        Assert.Null(await Amqp.CountAsync(Queue));
    }

    [Fact]
    public async Task A_broker_with_a_certificate_for_another_name_is_rejected()
    {
        var address = await FileAsync(Broker.MisnamedTlsUri);
        await using var consumer = await RunningConsumer.StartAsync(
            Broker, Cluster, Queue, "Tagalong:Queue:RabbitMq:Uri=", $"Tagalong:Queue:RabbitMq:UriFile={address}", $"Tagalong:Queue:RabbitMq:CertificateAuthority={Broker.CertificateAuthority}");

        await Eventually.EqualAsync(true, async () => (await consumer.ReadinessAsync()).Contains("certificate", StringComparison.OrdinalIgnoreCase));
        Assert.Null(await Amqp.CountAsync(Queue));
        File.Delete(address);
    }

    [Fact]
    public async Task A_wrong_password_is_reported_and_a_corrected_one_is_used()
    {
        const string wrong = "wrong-password-that-is-in-no-log-either";
        var password = await FileAsync(wrong);
        await using var consumer = await RunningConsumer.StartAsync(
            Broker, Cluster, Queue, "Tagalong:Queue:RabbitMq:Password=", $"Tagalong:Queue:RabbitMq:PasswordFile={password}");
        await Eventually.EqualAsync(true, async () => (await consumer.ReadinessAsync()).Contains("ACCESS_REFUSED", StringComparison.Ordinal));

        await File.WriteAllTextAsync(password, RabbitMqServer.Password, TestContext.Current.CancellationToken);
        await consumer.ReadyAsync();

        var log = string.Join('\n', consumer.Logs.GetSnapshot().Select(static line => line.Message));
        Assert.Contains("ACCESS_REFUSED", log, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, log, StringComparison.Ordinal);
        Assert.DoesNotContain(RabbitMqServer.Password, log, StringComparison.Ordinal);
        File.Delete(password);
    }

    [Fact]
    public async Task An_address_can_have_a_password_and_a_virtual_host_with_a_slash()
    {
        var address = await FileAsync(Broker.Uri.Replace("://", $"://{RabbitMqServer.User}:{RabbitMqServer.Password}@", StringComparison.Ordinal) + "/team%2Fshop");
        await using var consumer = await ConsumeAsync(
            "Tagalong:Queue:RabbitMq:Uri=", $"Tagalong:Queue:RabbitMq:UriFile={address}", "Tagalong:Queue:RabbitMq:UserName=", "Tagalong:Queue:RabbitMq:Password=");
        await using var there = await AmqpClient.ConnectAsync(Broker, RabbitMqServer.OtherHost);

        var message = EventMessage.Binary(Unlabelled("web-1"));
        await there.PublishAsync(Queue, message.Body, message.Properties);

        await LabelledAsync();
        Assert.Null(await Amqp.CountAsync(Queue));
        File.Delete(address);
    }

    [Fact]
    public async Task A_missing_queue_that_may_not_be_created_is_reported_and_used_once_it_exists()
    {
        string[] limited = [$"Tagalong:Queue:RabbitMq:UserName={RabbitMqServer.LimitedUser}"];
        await using var checking = await RunningConsumer.StartAsync(Broker, Cluster, Queue, [.. limited, "Tagalong:Queue:RabbitMq:Topology=Check"]);
        await using var making = await RunningConsumer.StartAsync(Broker, Cluster, Queue, limited);
        await Eventually.EqualAsync(true, async () => (await making.ReadinessAsync()).Contains("ACCESS_REFUSED", StringComparison.Ordinal));
        await Eventually.EqualAsync(true, async () => (await checking.ReadinessAsync()).Contains("Topology is Check", StringComparison.Ordinal));

        await using (var maker = await ConsumeAsync())
        {
        }

        await checking.ReadyAsync();
        await making.ReadyAsync();
        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));
        await LabelledAsync();
    }

    [Fact]
    public async Task Classic_queues_work_too()
    {
        await using var consumer = await ConsumeAsync("Tagalong:Queue:RabbitMq:QueueType=Classic");

        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));

        await LabelledAsync();
        await EmptyAsync();
    }

    [Fact]
    public async Task A_deleted_queue_is_created_again()
    {
        await using var consumer = await ConsumeAsync();

        await Amqp.Channel.QueueDeleteAsync(Queue, cancellationToken: TestContext.Current.CancellationToken);
        await Amqp.ThereIsAsync(Queue);
        await consumer.ReadyAsync();
        await PublishAsync(EventMessage.Binary(Unlabelled("web-1")));

        await LabelledAsync();
    }

    private static async Task<string> FileAsync(string text)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }
}
