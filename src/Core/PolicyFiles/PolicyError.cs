using System.Globalization;

namespace Tagalong.Core.PolicyFiles;

/// <summary>One reason why a policy cannot be used: the place and what to change.</summary>
/// <param name="File">The file, folder or built-in pack as the caller named it; of a file in a folder, with the folder's path.</param>
/// <param name="Line">The line in the file, from 1; 0 if the error is about the file as a whole.</param>
/// <param name="Column">The column in the line, from 1; 0 if the error is about the file as a whole.</param>
/// <param name="Path">The member within its document, as in <c>rules[2].sources[0].keys[1]</c>; empty for the whole document.</param>
/// <param name="Reason">A clause that follows the path, on one line, and says what to change.</param>
public sealed record PolicyError(string File, int Line, int Column, string Path, string Reason)
{
    /// <summary>As compilers print it: <c>shop.yaml:4:3: rules[0].name: is missing; …</c>.</summary>
    public override string ToString()
    {
        var place = Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Line}:{Column}");
        return Path.Length == 0 ? $"{File}{place}: {Reason}" : $"{File}{place}: {Path}: {Reason}";
    }
}
