using Tagalong.Cli.Documents;
using Tagalong.Core.Explaining;

namespace Tagalong.Cli.Explaining;

internal static class ExplanationExtensions
{
    /// <summary>The explanation for programs.</summary>
    public static ExplanationDocument ToDocument(this ObjectExplanation of, string? cluster) => new(
        cluster,
        new ExplainedObject(of.Object.ApiVersion, of.Object.Kind, of.Object.Namespace, of.Object.Name, of.Object.Uid),
        DocumentContext.NameOf(of.Reason),
        of.Detail,
        of.NeedsWrite,
        of.Match is { } match ? new ExplainedRule(match.Rule.Name, match.Rule.Origin) : null,
        of.Labels.Select(label => new ExplainedLabel(
            label.Key,
            DocumentContext.NameOf(label.Verdict),
            label.Value,
            label.Wanted,
            DocumentContext.NameOf(label.Source),
            DocumentContext.NameOf(label.Reason),
            label.Detail,
            Reasons.Of(label, of),
            label.Managers,
            label.Origins.Select(static origin => new ExplainedSource(
                DocumentContext.NameOf(origin.Source), origin.SourceKey, origin.Label.Value, DocumentContext.NameOf(origin.Skipped))))),
        of.Parents.Select(static parent => new ExplainedOwner(
            parent.Object.ApiVersion,
            parent.Object.Kind,
            parent.Object.Namespace,
            parent.Object.Name,
            parent.Object.Uid,
            DocumentContext.NameOf(parent.Fault),
            parent.Labels?.ToDictionary(static label => label.Key, static label => label.Value))),
        of.GivesTo.Select(static kind => kind.ToString()),
        of.Unknown.Select(static source => DocumentContext.NameOf(source)));
}
