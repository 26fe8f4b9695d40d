using System.Globalization;
using Tagalong.Core.Text;
using YamlDotNet.Core;

namespace Tagalong.Core.PolicyFiles;

/// <summary>The place of a value. The path is built on demand, because most places are never reported.</summary>
internal sealed class YamlPlace(string file, int line, int column, YamlPlace? parent = null, string member = "", int? index = null)
{
    public string File { get; } = file;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public string FileAndLine => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}");

    public string Path
    {
        get
        {
            if (parent is not { Path: var before })
            {
                return "";
            }

            if (index is not null)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{before}[{index}]");
            }

            var isPlain = member.Length is > 0 and <= 32 && member.All(char.IsAsciiLetter);
            return !isPlain ? $"{before}[{Quoted.Text(member)}]" : before.Length == 0 ? member : $"{before}.{member}";
        }
    }

    public static YamlPlace Document(string file, Mark at) => new(file, (int)at.Line, (int)at.Column);

    /// <summary>The place of a missing member: that of its mapping.</summary>
    public YamlPlace Member(string name) => new(File, Line, Column, this, name);

    public YamlPlace Member(string name, Mark at) => new(File, (int)at.Line, (int)at.Column, this, name);

    public YamlPlace Item(int index, Mark at) => new(File, (int)at.Line, (int)at.Column, this, index: index);
}
