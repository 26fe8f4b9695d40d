using System.Text.RegularExpressions;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>The table of cases is complete and consistent.</summary>
public sealed class CaseTableTests
{
    private const int Fewest = 60;

    /// <summary>Every field of kubeconfig.v1.</summary>
    public static TheoryData<string> Fields { get; } =
    [
        "apiVersion", "kind", "preferences", "clusters", "users", "contexts", "current-context", "extensions", "extension",
        "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data",
        "proxy-url", "disable-compression",
        "client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile",
        "as", "as-uid", "as-groups", "as-user-extra",
        "username", "password", "auth-provider", "exec",
        "cluster", "user", "namespace",
        "command", "args", "env", "name", "value", "installHint", "provideClusterInfo", "interactiveMode", "config",
    ];

    [Fact]
    public void It_has_enough_cases() => Assert.True(ParityCase.Names.Length >= Fewest, $"There are only {ParityCase.Names.Length} cases.");

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_appears(string field)
    {
        var pattern = $"(?m)(^|[\\s{{,\"]){Regex.Escape(field)}\"?:";

        Assert.Contains(ParityCase.Names, name => Regex.IsMatch(ParityCase.Read(name).Text, pattern));
    }

    [Fact]
    public void Every_case_says_what_it_is_about_and_how_the_server_is_reached() => Assert.All(
        ParityCase.Names.Select(ParityCase.Read),
        static read => Assert.True(read.Text.StartsWith("# ", StringComparison.Ordinal) && read.Reached.Length > 0, read.Name));

    [Fact]
    public void Every_error_is_described()
    {
        foreach (var read in ParityCase.Names.Select(ParityCase.Read))
        {
            var byTagalong = IntendedDifference.Of(read.Name)?.Reached ?? read.Reached;
            Assert.True(IsError(read.Reached) == (read.KubectlError is not null), $"{read.Name}: kubectl-error");
            Assert.True(IsError(byTagalong) == (read.TagalongError is not null), $"{read.Name}: tagalong-error");
        }
    }

    [Fact]
    public void Every_intended_difference_is_of_a_case()
    {
        Assert.Distinct(IntendedDifference.All.Select(static difference => difference.Case));
        var names = ParityCase.Names.Concat(Fragment.Cases.Select(static pair => pair.Name)).ToHashSet();
        Assert.All(IntendedDifference.All, difference => Assert.Contains(difference.Case, names));
    }

    [Fact]
    public void Every_intended_difference_differs() => Assert.All(
        IntendedDifference.All.Where(static difference => ParityCase.Names.Contains(difference.Case)),
        static difference => Assert.NotEqual(ParityCase.Read(difference.Case).Reached, difference.Reached));

    private static bool IsError(string reached) => reached.Split('\n').Contains(Observation.Error);
}
