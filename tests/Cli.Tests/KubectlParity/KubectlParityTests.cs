using System.Net.Sockets;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>Tagalong reaches an API server as the real kubectl does, or the difference is listed with its reason.</summary>
/// <remarks>Each case says how kubectl 1.33 reaches the server, so that Tagalong is tested where kubectl is missing too.</remarks>
public sealed class KubectlParityTests(ParityFixture fixture) : IClassFixture<ParityFixture>
{
    public static TheoryData<string> Cases { get; } = [.. ParityCase.Names];

    public static TheoryData<string> Pairs { get; } = [.. Fragment.Cases.Select(static parityCase => parityCase.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Kubectl_reaches_the_API_server_as_the_case_says(string name)
    {
        Assert.SkipWhen(ProgramReach.Kubectl is null, "kubectl is not on the PATH");
        var parityCase = Runnable(name);

        var (kubectl, _) = await fixture.ObservedAsync(name);

        Assert.True(parityCase.Reached == kubectl!.Reached, Explain(parityCase.Reached, kubectl));
        Assert.Contains(parityCase.KubectlError ?? "", kubectl.Output);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Tagalong_reaches_the_API_server_as_kubectl_does(string name)
    {
        var parityCase = Runnable(name);
        var expected = IntendedDifference.Of(name)?.Reached ?? parityCase.Reached;

        var (_, tagalong) = await fixture.ObservedAsync(name);

        AssertReached(expected, tagalong);
        Assert.Contains(parityCase.TagalongError ?? "", tagalong.Output);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Tagalong_reaches_the_API_server_as_kubectl_does_with_each_field_alone_and_in_pairs(string name)
    {
        Assert.SkipWhen(ProgramReach.Kubectl is null, "kubectl is not on the PATH");

        var (kubectl, tagalong) = await fixture.ObservedAsync(name);

        var expected = IntendedDifference.Of(name)?.Reached ?? kubectl!.Reached;
        AssertReached(expected, tagalong with { Output = $"{tagalong.Output}\n{kubectl!.Output}" });
    }

    private static void AssertReached(string expected, Observation tagalong)
    {
        // Tagalong never asks for compressed responses: lists are read as they arrive, and the network inside of a cluster is fast.
        var reached = expected.Contains(Observation.NoCompression, StringComparison.Ordinal)
            ? tagalong.Reached
            : tagalong.Reached.Replace($"\n{Observation.NoCompression}", "", StringComparison.Ordinal);
        Assert.True(expected == reached, Explain(expected, tagalong with { Reached = reached }));
    }

    private static ParityCase Runnable(string name)
    {
        var parityCase = ParityCase.Read(name);
        Assert.SkipWhen(parityCase.Text.Contains("@IPV6@", StringComparison.Ordinal) && !Socket.OSSupportsIPv6, "there is no IPv6");
        return parityCase;
    }

    private static string Explain(string expected, Observation actual) =>
        $"Expected:\n{expected}\n\nActual:\n{actual.Reached}\n\nOutput:\n{actual.Output}";
}
