using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Policies;

/// <summary>Prints a policy for people: a policy file with comments.</summary>
internal static class PolicyText
{
    public static void Write(TextWriter output, LabelPolicy policy)
    {
        output.WriteLine("# The rules in force. The first rule that matches an object applies. The first source that has a key counts.");
        var width = policy.Rules.Max(static rule => rule.Name.Length);
        foreach (var rule in policy.Rules)
        {
            output.WriteLine($"#   {rule.Name.PadRight(width)}  {Printable.Of(rule.Origin)}");
        }

        DocumentWriter.Write(output, OutputFormat.Yaml, PolicyFileDocument.Of(policy), DocumentContext.Default.PolicyFileDocument);
        WriteComment(output, "Excluded by default, unless 'include' names them by more than a bare \"*\":", DefaultExclusions.Patterns.Select(static pattern => pattern.Text));
        WriteComment(output, "Protected: never added, changed or removed, whatever a rule says:", ProtectedKeys.Everywhere);
        WriteComment(output, "Also protected on AnalysisRuns:", ProtectedKeys.OnAnalysisRuns);
        output.WriteLine("# A key in an object's own selector comes only from the object's own pod template.");
        output.WriteLine("# A label of another owner is never overwritten, and only labels that Tagalong wrote are changed or removed.");
        output.Flush();
    }

    private static void WriteComment(TextWriter output, string title, IEnumerable<string> items)
    {
        output.WriteLine($"# {title}");
        output.WriteLine($"#   {string.Join(", ", items)}");
    }
}
