using System.Globalization;
using Tagalong.Core.Text;
using YamlDotNet.Core;

namespace Tagalong.Core.PolicyFiles;

/// <summary>The place of a value. The path is built on demand, because most places are never reported.</summary>
internal sealed class YamlPlace
{
    private readonly YamlPlace? _parent;
    private readonly string _member;
    private readonly int _index;

    private YamlPlace(string file, int line, int column, YamlPlace? parent, string member, int index) =>
        (File, Line, Column, _parent, _member, _index) = (file, line, column, parent, member, index);

    public string File { get; }

    public int Line { get; }

    public int Column { get; }

    public string FileAndLine => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}");

    public string Path
    {
        get
        {
            if (_parent is null)
            {
                return "";
            }

            var before = _parent.Path;
            if (_index >= 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{before}[{_index}]");
            }

            var isPlain = _member.Length is > 0 and <= 32 && _member.All(char.IsAsciiLetter);
            return !isPlain ? $"{before}[{Quoted.Text(_member)}]" : before.Length == 0 ? _member : $"{before}.{_member}";
        }
    }

    public static YamlPlace Document(string file, Mark at) => new(file, (int)at.Line, (int)at.Column, null, "", -1);

    /// <summary>The place of a missing member: that of its mapping.</summary>
    public YamlPlace Member(string name) => new(File, Line, Column, this, name, -1);

    public YamlPlace Member(string name, Mark at) => new(File, (int)at.Line, (int)at.Column, this, name, -1);

    public YamlPlace Item(int index, Mark at) => new(File, (int)at.Line, (int)at.Column, this, "", index);
}
