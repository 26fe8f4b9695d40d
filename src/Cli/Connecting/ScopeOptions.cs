using System.Collections.Immutable;
using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Connecting;

/// <summary>The options that select objects of a cluster.</summary>
/// <remarks>
/// The default is the whole cluster and not, as with kubectl, the context's namespace: these commands answer for whole
/// clusters, and an answer for the namespace <c>default</c> alone would mislead.
/// </remarks>
internal sealed class ScopeOptions
{
    private readonly Option<string[]> _namespaces = new(SweepCommandLine.Namespace, "-n")
    {
        Description = "Only this namespace; may be repeated; default: all namespaces",
        HelpName = "NAME",
    };

    private readonly Option<bool> _allNamespaces = Flag.Create("--all-namespaces", "All namespaces (default)", "-A");

    private readonly Option<string?> _selector = new(SweepCommandLine.Selector, "-l")
    {
        Description = "Only objects with these labels; same syntax as kubectl -l",
        HelpName = "SELECTOR",
    };

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
                result.AddError("--namespace and --all-namespaces cannot be combined; use one of them.");
            }

            foreach (var error in namespaces.Select(SweepCommandLine.NamespaceError).OfType<string>())
            {
                result.AddError(error);
            }
        });
    }

    public SweepRequest Read(ParseResult parsed) => new()
    {
        Namespaces = (parsed.GetValue(_namespaces) ?? []).Distinct(StringComparer.Ordinal).ToImmutableArray(),
        Selector = parsed.GetValue(_selector) ?? "",
    };
}
