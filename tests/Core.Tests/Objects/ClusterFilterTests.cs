using Tagalong.Core.Objects;

namespace Tagalong.Core.Tests.Objects;

public class ClusterFilterTests
{
    [Theory]
    [InlineData("prod-eu-1", "prod-eu-1", true)]
    [InlineData("prod-eu-1", "prod-eu-10", false)]
    [InlineData("prod-eu-*", "prod-eu-10", true)]
    [InlineData("prod-us-1 prod-eu-*", "prod-eu-1", true)]
    [InlineData("PROD-EU-1", "prod-eu-1", false)]
    [InlineData("prod-eu-1", "", false)]
    [InlineData("*", "", true)]
    [InlineData("", "prod-eu-1", true)]
    [InlineData("", "", true)]
    public void A_cluster_is_in_scope_if_its_name_fits_a_pattern_or_there_is_none(string patterns, string name, bool expected)
    {
        var scope = ClusterFilter.Of(patterns.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, scope.Includes(new ClusterName(name)));
    }

    [Fact]
    public void A_cluster_that_nobody_named_is_in_no_scope_but_all()
    {
        Assert.True(ClusterFilter.All.Includes(default));
        Assert.False(ClusterFilter.Of(["prod"]).Includes(default));
    }
}
