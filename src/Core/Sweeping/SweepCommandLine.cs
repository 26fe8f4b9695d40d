using Tagalong.Core.Applying;

namespace Tagalong.Core.Sweeping;

/// <summary>What the command lines of both programs share about sweeps.</summary>
public static class SweepCommandLine
{
    /// <summary>Plans the writes and sends none.</summary>
    public const string DryRun = "--dry-run";

    /// <summary>Sends every write as a dry run of the API server.</summary>
    public const string ServerDryRun = "--server-dry-run";

    /// <summary>Limits the sweep to a namespace.</summary>
    public const string Namespace = "--namespace";

    /// <summary>Limits the sweep to objects with these labels.</summary>
    public const string Selector = "--selector";

    /// <summary>How a sweep writes, or why the options contradict each other.</summary>
    /// <param name="isDryRun">Whether <see cref="DryRun"/> is given.</param>
    /// <param name="isServerDryRun">Whether <see cref="ServerDryRun"/> is given.</param>
    /// <returns>The mode, and null; or an error for people.</returns>
    public static (WriteMode Mode, string? Error) ModeOf(bool isDryRun, bool isServerDryRun) => (isDryRun, isServerDryRun) switch
    {
        (true, true) => (WriteMode.Plan, $"{DryRun} and {ServerDryRun} cannot be combined; use one of them."),
        (true, false) => (WriteMode.Plan, null),
        (false, true) => (WriteMode.Try, null),
        (false, false) => (WriteMode.Apply, null),
    };

    /// <summary>What is wrong with a namespace's name, for people; null if it can name a namespace.</summary>
    /// <remarks>Source: RFC 1123 label names, <c>https://kubernetes.io/docs/concepts/overview/working-with-objects/names/</c>.</remarks>
    public static string? NamespaceError(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 63 && name.All(static unit => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit) || unit == '-')
            ? null
            : $"'{name}' is not a namespace: a namespace has lower-case letters, digits and '-', at most 63.";
    }
}
