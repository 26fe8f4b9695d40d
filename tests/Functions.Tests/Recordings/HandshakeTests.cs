using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.Functions.Tests.Recordings;

/// <summary>The double builds the messages of the handshake as the real host does.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public void Each_function_is_loaded_by_the_message_that_the_host_sent()
    {
        var recording = Recording.Handshake;
        var recorded = recording.Conversation.Messages
            .Select(static message => message.Message.FunctionLoadRequest)
            .Where(static load => load is not null)
            .ToList();

        Assert.Equal(10, recorded.Count);
        Assert.All(recorded, load => Assert.Equal(load, recording.Function(load.FunctionId).ToLoadRequest()));
    }

    [Fact]
    public void A_retry_policy_is_read_from_the_metadata()
    {
        var sweep = Recording.Handshake.Functions["sweep"];

        Assert.Equal(new RetryPolicy(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), sweep.Retry);
        Assert.Null(Recording.Handshake.Functions["queue"].Retry);
    }

    [Fact]
    public void An_exponential_retry_policy_doubles_its_delay_up_to_the_maximum()
    {
        var policy = new RetryPolicy(-1, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));

        Assert.Equal([4, 8, 16, 30, 30], Enumerable.Range(0, 5).Select(retries => policy.DelayAfter(retries).TotalSeconds));
        Assert.True(policy.Allows(1_000));
    }

    [Fact]
    public void Bindings_of_other_types_than_HTTP_keep_their_data_type()
    {
        var functions = Recording.Handshake.Functions;

        Assert.Equal(BindingInfo.Types.DataType.Binary, functions["sbbin"].Trigger.ToMessage().DataType);
        Assert.True(functions["eh"].Trigger.IsMany);
        Assert.Equal(["post", "options"], functions["events"].Trigger.List("methods"));
    }
}
