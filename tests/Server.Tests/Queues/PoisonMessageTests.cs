using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Queues;

namespace Tagalong.Server.Tests.Queues;

/// <summary>The dead letters of storage queues, for any message.</summary>
public class PoisonMessageTests
{
    private static readonly DeadLetterCause Cause = new(OutcomeReason.NoObject, "It names no object.", 3);

    [Fact]
    public void An_event_gets_the_reason_as_attributes_and_keeps_the_rest()
    {
        var letter = LetterOf("""{"specversion":"1.0","id":"1","deadletterreason":"of before","deliveryattempts":"9","data":{"a":[1.50,"\u00e9"]}}""");

        Assert.Equal("""{"deadletterreason":"NoObject: It names no object.","deliveryattempts":"3","specversion":"1.0","id":"1","data":{"a":[1.50,"\u00E9"]}}""", letter);
    }

    [Theory]
    [InlineData("no event", "no event")]
    [InlineData("bm8gZXZlbnQ=", "bm8gZXZlbnQ=")]
    [InlineData("""["a batch"]""", """["a batch"]""")]
    [InlineData("""{"eventType":"in Event Grid's own schema"}""", """{"eventType":"in Event Grid's own schema"}""")]
    [InlineData("""{"specversion":"1.0","id":"\ud800"}""", """{"specversion":"1.0","id":"\ud800"}""")]
    [InlineData("", "")]
    public void A_message_that_is_not_an_event_is_kept_beside_the_reason(string text, string expected)
    {
        var letter = JsonNode.Parse(LetterOf(text))!.AsObject();

        Assert.Equal(("NoObject: It names no object.", "3", expected), ((string?)letter["deadletterreason"], (string?)letter["deliveryattempts"], (string?)letter["message"]));
    }

    private static string LetterOf(string text)
    {
        var (letter, hasCause) = PoisonMessage.Create(text, MessageText.Decode(text), Cause);
        Assert.True(hasCause);
        return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(letter));
    }
}
