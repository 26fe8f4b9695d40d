using System.Collections.Immutable;
using System.CommandLine;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Connecting;

/// <summary>The options that say which objects of a cluster are meant.</summary>
/// <remarks>
/// By default it is the whole cluster and not, as with kubectl, the context's namespace: who asks whether a cluster is right
/// is not to get a yes for the namespace <c>default</c>.
/// </remarks>
internal sealed class ScopeOptions
{
    private readonly Option<string[]> _namespaces = new("--namespace", "-n")
    {
        Description = "Only this namespace; may be repeated; by default all of them",
        HelpName = "NAME",
    };

    private readonly Option<bool> _allNamespaces = new("--all-namespaces", "-A") { Description = "All namespaces, which is the default", Arity = ArgumentArity.Zero };

    private readonly Option<string?> _selector = new("--selector", "-l")
    {
        Description = "Only objects with these labels, as kubectl -l takes them",
        HelpName = "SELECTOR",
    };

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_namespaces);
        command.Add(_allNamespaces);
        command.Add(_selector);
        command.Validators.Add(result =>
        {
            var namespaces = result.GetResult(_namespaces)?.Tokens.Select(static token => token.Value).ToList() ?? [];
            if (namespaces.Count > 0 && result.GetValue(_allNamespaces))
            {
                result.AddError("--namespace and --all-namespaces exclude each other; choose one.");
            }

            foreach (var name in namespaces.Where(static name => !IsNamespace(name)))
            {
                result.AddError($"'{name}' is no namespace: lower-case letters, digits and '-', at most 63.");
            }
        });
    }

    /// <summary>What was given.</summary>
    public SweepRequest Read(ParseResult parsed) => new()
    {
        Namespaces = (parsed.GetValue(_namespaces) ?? []).Distinct(StringComparer.Ordinal).ToImmutableArray(),
        Selector = parsed.GetValue(_selector) ?? "",
    };

    private static bool IsNamespace(string name) =>
        name.Length is > 0 and <= 63 && name.All(static unit => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit) || unit == '-');
}
