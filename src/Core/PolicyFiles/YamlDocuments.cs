using System.Buffers;
using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tagalong.Core.PolicyFiles;

/// <summary>
/// Reads the documents of a file into values with places. JSON is read as the YAML that it is. A document is a tree:
/// anchors, aliases and tags are refused, so a small file stays small.
/// </summary>
internal sealed class YamlDocuments
{
    private static readonly SearchValues<char> Unprintable =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(unit => (char)unit).Except("\t\n\r")]);

    private readonly string _file;
    private readonly Parser _parser;
    private readonly PolicyErrors _faults;

    private YamlDocuments(string file, string text, PolicyErrors faults)
    {
        _file = file;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _faults = faults;
    }

    /// <summary>The documents up to the first place that cannot be read at all, which becomes a fault; empty ones are left out.</summary>
    public static List<YamlValue> Read(PolicyText file, PolicyErrors faults)
    {
        var documents = new List<YamlValue>();
        if (Decode(file, faults) is not { } text)
        {
            return documents;
        }

        var reader = new YamlDocuments(file.File, text, faults);
        try
        {
            reader.ReadInto(documents);
            if (documents.Count == 0)
            {
                faults.Add(file.File, "holds no policy; write one, or take the file away");
            }
        }
        catch (YamlException exception)
        {
            faults.Add(file.File, exception.Start, $"cannot be read as YAML or JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // The parser's answer to some malformed text, as to the escape "\UFFFFFFFF", or to a '%' after an end of document.
            faults.Add(file.File, reader._parser.Current?.End ?? Mark.Empty, "cannot be read as YAML or JSON: is malformed here or soon after");
        }

        return documents;
    }

    private static string? Decode(PolicyText file, PolicyErrors faults)
    {
        var bytes = file.Content.Span;
        if (!Utf8.IsValid(bytes))
        {
            faults.Add(file.File, "is not UTF-8 text; save it as UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        var at = text.AsSpan().IndexOfAny(Unprintable);
        if (at >= 0)
        {
            faults.Add(file.File, PlaceOf(text, at), "holds a control character, which YAML does not allow; take it out");
            return null;
        }

        return text;
    }

    private static Mark PlaceOf(string text, int at) =>
        new(at, text.AsSpan(0, at).Count('\n') + 1, at - text.AsSpan(0, at).LastIndexOf('\n'));

    private void ReadInto(List<YamlValue> documents)
    {
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            var start = _parser.Consume<DocumentStart>();
            var value = ReadValue(YamlPlace.Document(_file, _parser.Current!.Start), 0);
            _parser.Consume<DocumentEnd>();
            if (value is YamlText { IsNull: true })
            {
                continue;
            }

            Bound(documents.Count, start, "documents in a file");
            documents.Add(value);
        }
    }

    private YamlValue ReadValue(YamlPlace place, int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out _))
        {
            _faults.Add(place, "is an alias, which policies do not know; write the value out");
            return new YamlRefused(place);
        }

        var start = _parser.Consume<NodeEvent>();
        RefuseProperties(start, place);
        if (start is Scalar scalar)
        {
            return new YamlText(place, scalar.Value, scalar.Style == ScalarStyle.Plain);
        }

        if (depth == PolicyLimits.Depth)
        {
            throw new YamlException(start.Start, start.End, $"it nests deeper than {PolicyLimits.Depth} levels");
        }

        return start is SequenceStart ? ReadList(place, depth + 1) : ReadMapping(place, depth + 1);
    }

    private YamlList ReadList(YamlPlace place, int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            var next = _parser.Current!;
            Bound(items.Count, next, "entries in a list");
            items.Add(ReadValue(place.Item(items.Count, next.Start), depth));
        }

        return new YamlList(place, items);
    }

    private YamlMapping ReadMapping(YamlPlace place, int depth)
    {
        var members = new List<KeyValuePair<string, YamlValue>>();
        var lines = new Dictionary<string, int>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var next = _parser.Current!;
            Bound(members.Count, next, "members in a mapping");
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(next.Start, next.End, "a name in a mapping must be plain text");
            }

            var member = place.Member(key.Value, key.Start);
            RefuseProperties(key, member);
            var value = ReadValue(member, depth);
            if (lines.TryAdd(key.Value, member.Line))
            {
                members.Add(new(key.Value, value));
            }
            else
            {
                _faults.Add(member, $"is written twice, first on line {lines[key.Value]}; keep one");
            }
        }

        return new YamlMapping(place, members);
    }

    private void RefuseProperties(NodeEvent node, YamlPlace place)
    {
        if (!node.Anchor.IsEmpty)
        {
            _faults.Add(place, "has an anchor, which policies do not know; take it away and write values out");
        }

        if (!node.Tag.IsEmpty)
        {
            _faults.Add(place, "has a tag, which policies do not know; take it away, and put text in quotes");
        }
    }

    private static void Bound(int count, ParsingEvent at, string what)
    {
        if (count == PolicyLimits.Entries)
        {
            throw new YamlException(at.Start, at.End, $"there are more than {PolicyLimits.Entries} {what}");
        }
    }
}
