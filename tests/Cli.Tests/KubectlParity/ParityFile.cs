using System.Text;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>A file of a case.</summary>
/// <param name="Path">Its path in the folder of the case.</param>
/// <param name="Content">Its content, with placeholders.</param>
/// <param name="Form">How it is written: <c>bom</c>, <c>crlf</c>, <c>utf-16</c> or <c>executable</c>; empty for UTF-8.</param>
internal sealed record ParityFile(string Path, string Content, string Form)
{
    /// <param name="heading">The path, and the form in parentheses if there is one.</param>
    /// <param name="content">The content.</param>
    public static ParityFile Of(string heading, string content) =>
        heading.Split(" (") is [var path, var form]
            ? new ParityFile(path, content, form.TrimEnd(')'))
            : new ParityFile(heading, content, "");

    public void Write(string folder, Func<string, string> fill)
    {
        var path = System.IO.Path.Combine(folder, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var text = fill(Content);
        switch (Form)
        {
            case "bom":
                File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
                break;
            case "crlf":
                File.WriteAllText(path, text.ReplaceLineEndings("\r\n"));
                break;
            case "utf-16":
                File.WriteAllText(path, text, Encoding.Unicode);
                break;
            case "executable":
                File.WriteAllText(path, text);
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                break;
            default:
                File.WriteAllText(path, text);
                break;
        }
    }
}
