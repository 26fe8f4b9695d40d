using System.Text;
using CsCheck;
using Tagalong.Core.Objects;
using Tagalong.FunctionsHost;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Server.AzureFunctions;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>How payloads are taken apart. Each file of <c>Payloads</c> is written by hand after what is known of the host.</summary>
public class PayloadTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "AzureFunctions", "Payloads");

    private static readonly FunctionApp App = FunctionAppReader.Read(Path.Combine(AppContext.BaseDirectory, "FunctionApp"));

    public static TheoryData<string> Payloads => [.. Directory.GetFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_events_of_a_payload_are_found(string payload)
    {
        var body = File.ReadAllBytes(Path.Combine(Folder, payload + ".json"));
        var binding = App.Triggered.Single(function => function.Name == payload.Split('-')[0]).Binding;

        var texts = EventTexts.Read(Payload.TriggerValue(body, binding)!.Value, 100);

        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, payload + ".txt")), texts.Select(IdOf));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"Data":{"message":"1"}""")]
    [InlineData("""{"Data":{"message":"1"},"Metadata":{"message":""")]
    [InlineData("""{"Data":{"message":"1"}} {}""")]
    [InlineData("""{"Data":{"other":"1"}}""")]
    [InlineData("""{"Data":{"other":{"message":"1"}}}""")]
    [InlineData("""{"Data":"message"}""")]
    [InlineData("""{"Metadata":{"Data":{"message":"1"},"message":"1"}}""")]
    [InlineData("""{"message":"1"}""")]
    public void What_is_no_payload_or_holds_nothing_of_the_trigger_is_told_from_one(string body) =>
        Assert.Null(Payload.TriggerValue(Encoding.UTF8.GetBytes(body), "message"));

    [Fact]
    public void How_deep_the_metadata_are_nested_does_not_count()
    {
        var metadata = $"{new string('[', 100_000)}{new string(']', 100_000)}";

        Assert.NotNull(Payload.TriggerValue(Encoding.UTF8.GetBytes("""{"Data":{"message":"1"},"Metadata":{"data":""" + metadata + "}}"), "message"));
    }

    [Fact]
    public void An_array_of_too_many_is_refused_and_the_others_are_not()
    {
        var large = $"[{string.Join(',', Enumerable.Repeat(CloudEventText.Ignored(), 101))}]";
        var body = Encoding.UTF8.GetBytes(TriggerData.EventHubs(CloudEventText.Ignored("a"), large, CloudEventText.Ignored("b")).ToJson("events", "eventhubs"));

        var texts = EventTexts.Read(Payload.TriggerValue(body, "events")!.Value, 100);

        Assert.Equal(["a", "(refused)", "b"], texts.Select(IdOf));
    }

    [Fact]
    public void What_the_host_writes_is_read_as_it_was_sent() =>
        Gen.Char["\"\\/{[,:é\u0000\n\u2028<"].Array[0, 12].Array[1, 5].Sample(letters =>
        {
            string[] bodies = [.. letters.Select(static letters => "{" + new string(letters))];

            Assert.Equal(bodies, Read(TriggerData.EventHubs(bodies)));
            Assert.Equal([bodies[0]], Read(TriggerData.ServiceBus(bodies[0])));
        });

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Char["\"\\{[]},:ud8Da \ud83d"].Array[0, 30].Sample(letters =>
        {
            var body = Encoding.UTF8.GetBytes(new string(letters));

            Payload.TriggerValue(body, "a");
            Assert.All(EventTexts.Read(body, 3), static text => IdOf(text));
        });

    private static IEnumerable<string> Read(TriggerData data) =>
        EventTexts.Read(Payload.TriggerValue(Encoding.UTF8.GetBytes(data.ToJson("x", "f")), "x")!.Value, 100).Select(static text => Encoding.UTF8.GetString(text.Span));

    private static string IdOf(ReadOnlyMemory<byte> text) =>
        JsonCloudEvents.ReadOne(text, "cluster", new Sender(null, true, ClusterFilter.All)) is { Events: [var single] } ? single.Id : "(refused)";
}
