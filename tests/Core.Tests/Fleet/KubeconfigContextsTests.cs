using Microsoft.Extensions.Configuration;
using Tagalong.Core.Fleet;

namespace Tagalong.Core.Tests.Fleet;

public sealed class KubeconfigContextsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_files_of_KUBECONFIG_are_merged_and_the_earlier_has_precedence()
    {
        var first = _folder.Write("first", "{contexts: [{name: a, context: {namespace: shop}}, {name: b}]}");
        var second = _folder.Write("second", "{current-context: c, contexts: [{name: b, context: {namespace: other}}, {name: c}]}");

        var known = KubeconfigContexts.Read(null, Environment(first, _folder["missing"], second));

        Assert.Equal(
            [new KubeconfigContext("a", first) { Namespace = "shop" }, new KubeconfigContext("b", first), new KubeconfigContext("c", second)],
            known.All);
        Assert.Equal("c", known.CurrentName);
        Assert.Equal("default", known.All[1].Namespace);
        Assert.Empty(known.Errors);
    }

    [Fact]
    public void A_given_file_replaces_KUBECONFIG()
    {
        var named = _folder.Write("named", "{current-context: n, contexts: [{name: n}]}");

        var known = KubeconfigContexts.Read(named, Environment(_folder.Write("other", "{contexts: [{name: o}]}")));

        Assert.Equal(["n"], known.All.Select(context => context.Name));
    }

    [Fact]
    public void Each_unreadable_file_is_reported()
    {
        var broken = _folder.Write("broken", "contexts: [");

        var known = KubeconfigContexts.Read(null, Environment(broken, _folder.Write("well", "{contexts: [{name: a}]}")));

        Assert.StartsWith($"The kubeconfig '{broken}' cannot be read: ", Assert.Single(known.Errors), StringComparison.Ordinal);
    }

    private static IConfiguration Environment(params string[] files) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("KUBECONFIG", (string?)string.Join(Path.PathSeparator, files))]).Build();
}
