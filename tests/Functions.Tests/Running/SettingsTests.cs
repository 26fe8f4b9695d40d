using Tagalong.FunctionsHost;

namespace Tagalong.Functions.Tests.Running;

/// <summary>Wrong settings end the worker before it reports its functions, and the Functions host logs why.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Every_error_is_a_line_of_standard_error_that_the_host_takes_for_an_error()
    {
        var error = await Assert.ThrowsAsync<FunctionsHostException>(() =>
            RunningApp.StartAsync(["Tagalong__Http__MaxInFlight=0", "Tagalong__Sweep__Patient=1"]));

        Assert.StartsWith("The worker ended with exit code 2 before it could report its functions. Its output: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Configuration error: Tagalong:Http:MaxInFlight is 0; set a number from 1 to 100000.",
                "Configuration error: Tagalong:Sweep:Patient is not a setting; did you mean 'Patience'?",
            ],
            error.Message.Split("output: ")[1].Split('\n').Where(static line => line.StartsWith("Configuration", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_senders_it_does_not_start()
    {
        var error = await Assert.ThrowsAsync<FunctionsHostException>(() => RunningApp.StartAsync(["Tagalong__Senders__Authentication"]));

        Assert.Contains("ended with exit code 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Configuration error: No sender can authenticate.", error.Message, StringComparison.Ordinal);
    }
}
