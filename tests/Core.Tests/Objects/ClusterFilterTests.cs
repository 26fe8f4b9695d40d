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
    public void A_cluster_is_selected_if_its_name_matches_a_pattern_or_there_is_none(string patterns, string name, bool expected)
    {
        var scope = ClusterFilter.Of(patterns.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, scope.Includes(new ClusterName(name)));
    }

    [Fact]
    public void The_unnamed_cluster_is_selected_only_with_all_clusters()
    {
        Assert.True(ClusterFilter.All.Includes(default));
        Assert.False(ClusterFilter.Of(["prod"]).Includes(default));
    }
}
