using System.Globalization;

namespace Tagalong.Core.Policies;

/// <summary>Where something is written. The path is put together when asked for, since most places are never reported.</summary>
internal sealed class YamlPlace
{
    private readonly YamlPlace? _parent;
    private readonly string _member;
    private readonly int _index;

    private YamlPlace(string file, int line, YamlPlace? parent, string member, int index) =>
        (File, Line, _parent, _member, _index) = (file, line, parent, member, index);

    public string File { get; }

    public int Line { get; }

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

    public static YamlPlace Document(string file, int line) => new(file, line, null, "", -1);

    /// <summary>The place of a member; on the line of its mapping if the member is not there.</summary>
    public YamlPlace Member(string name, int? line = null) => new(File, line ?? Line, this, name, -1);

    public YamlPlace Item(int index, int line) => new(File, line, this, "", index);
}
