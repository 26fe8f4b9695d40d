using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tagalong.Core.Fleet;

/// <summary>Parses the YAML of a fleet file and rejects aliases: nested ones let a few hundred bytes stand for millions of entries.</summary>
internal sealed class FleetYamlParser(string path, TextReader text) : IParser
{
    private readonly Parser _parser = new(text);

    public ParsingEvent? Current => _parser.Current;

    /// <exception cref="FormatException">The file has an alias.</exception>
    public bool MoveNext()
    {
        var moved = _parser.MoveNext();
        return Current is not AnchorAlias alias
            ? moved
            : throw new FormatException($"Tagalong:Fleet:File: {path}:{alias.Start.Line} is an alias, which fleet files do not support; write out the value.");
    }
}
