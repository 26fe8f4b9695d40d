using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Core.Tests.Sweeping;

public class SweepCommandLineTests
{
    [Theory]
    [InlineData(false, false, WriteMode.Apply)]
    [InlineData(true, false, WriteMode.Plan)]
    [InlineData(false, true, WriteMode.Try)]
    public void The_dry_run_options_choose_the_mode(bool isDryRun, bool isServerDryRun, WriteMode expected) =>
        Assert.Equal((expected, null), SweepCommandLine.ModeOf(isDryRun, isServerDryRun));

    [Fact]
    public void Both_dry_run_options_together_are_an_error() =>
        Assert.Equal("--dry-run and --server-dry-run cannot be combined; use one of them.", SweepCommandLine.ModeOf(isDryRun: true, isServerDryRun: true).Error);

    [Theory]
    [InlineData("shop", true)]
    [InlineData("team-7", true)]
    [InlineData("No_Such", false)]
    [InlineData("", false)]
    public void A_namespace_is_a_lower_case_DNS_label(string name, bool isValid) => Assert.Equal(isValid, SweepCommandLine.NamespaceError(name) is null);
}
