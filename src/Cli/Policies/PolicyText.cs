using Tagalong.Cli.Output;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Policies;

/// <summary>A policy for people: a policy file with comments.</summary>
internal static class PolicyText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, LabelPolicy policy)
    {
        output.WriteLine("# What is in force. Of two rules that fit an object the earlier decides, and of two sources that have a key.");
        var width = policy.Rules.Max(static rule => rule.Name.Length);
        foreach (var rule in policy.Rules)
        {
            output.WriteLine($"#   {rule.Name.PadRight(width)}  {Printable.Of(rule.Origin)}");
        }

        Document.Write(output, OutputFormat.Yaml, json => PolicyDocument.WriteFile(json, policy));
        Comment(output, "Excluded by default, unless 'include' names them other than by a bare \"*\":", DefaultExclusions.Patterns.Select(static pattern => pattern.Text));
        Comment(output, "Protected: never added, changed or removed, whatever a rule says:", ProtectedKeys.Everywhere);
        Comment(output, "Protected on AnalysisRuns besides:", ProtectedKeys.OnAnalysisRuns);
        output.WriteLine("# A key in an object's own selector comes from its own pod template or not at all.");
        output.WriteLine("# A label that others own is never overwritten, and only labels that Tagalong wrote are changed or removed.");
        output.Flush();
    }

    private static void Comment(TextWriter output, string title, IEnumerable<string> items)
    {
        output.WriteLine($"# {title}");
        output.WriteLine($"#   {string.Join(", ", items)}");
    }
}
