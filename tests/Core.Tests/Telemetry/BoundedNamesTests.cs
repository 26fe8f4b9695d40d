using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Tests.Telemetry;

public class BoundedNamesTests
{
    [Theory]
    [InlineData("prod-eu-1", "prod-eu-1")]
    [InlineData("arn:aws:eks:eu-1:123:cluster/x", "arn:aws:eks:eu-1:123:cluster/x")]
    [InlineData("größe", "größe")]
    [InlineData("a\nb\u202Ec\u0007", "a\uFFFDb\uFFFDc\uFFFD")]
    [InlineData("", "(none)")]
    [InlineData(null, "(none)")]
    public void A_name_is_made_fit_for_a_metric(string? name, string expected) => Assert.Equal(expected, new BoundedNames(10).Of(name));

    [Fact]
    public void Only_so_many_names_are_told_apart()
    {
        var names = new BoundedNames(2);

        Assert.Equal(["a", "b", "(other)", "a", "(other)"], ((string[])["a", "b", "c", "a", "d"]).Select(names.Of));
        Assert.Equal(100, new BoundedNames(1).Of(new string('x', 1000)).Length);
    }
}
