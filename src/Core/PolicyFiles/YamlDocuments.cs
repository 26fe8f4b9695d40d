using System.Buffers;
using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tagalong.Core.PolicyFiles;

/// <summary>
/// Reads the documents of a file into values with places. JSON is read as YAML. Anchors, aliases and tags are not supported, so
/// each document is a tree and cannot grow while it is read.
/// </summary>
internal sealed class YamlDocuments(string file, string text, PolicyErrors errors)
{
    private static readonly SearchValues<char> Unprintable =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(unit => (char)unit).Except("\t\n\r")]);

    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));

    /// <summary>The documents up to the first syntax error, without empty ones.</summary>
    public static List<YamlValue> Read(PolicyText file, PolicyErrors errors)
    {
        var documents = new List<YamlValue>();
        if (Decode(file, errors) is not { } text)
        {
            return documents;
        }

        var reader = new YamlDocuments(file.File, text, errors);
        try
        {
            reader.ReadInto(documents);
            if (documents.Count == 0)
            {
                errors.Add(file.File, "is empty; write a policy into it, or delete it");
            }
        }
        catch (YamlException exception)
        {
            var tab = TabAfter(exception, text);
            errors.Add(file.File, tab ?? exception.Start, tab is { } at
                ? $"line {at.Line} starts with a tab; indent with spaces"
                : $"cannot be read as YAML or JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // The parser throws these for some malformed text, such as the escape "\UFFFFFFFF", or a '%' after the end of a document.
            errors.Add(file.File, reader._parser.Current?.End ?? Mark.Empty, "cannot be read as YAML or JSON: the text is malformed here or soon after");
        }

        return documents;
    }

    private static string? Decode(PolicyText file, PolicyErrors errors)
    {
        var bytes = file.Content.Span;
        if (!Utf8.IsValid(bytes))
        {
            errors.Add(file.File, "is not UTF-8 text; save it as UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        var at = text.AsSpan().IndexOfAny(Unprintable);
        if (at >= 0)
        {
            errors.Add(file.File, PlaceOf(text, at), "contains a control character, which YAML does not allow; remove it");
            return null;
        }

        return text;
    }

    /// <summary>The first tab that indents a line from an error on; null if there is none, or if it has nothing to do with the error.</summary>
    /// <remarks>The parser reports tabs in unclear words, often at an earlier line. JSON allows tabs.</remarks>
    private static Mark? TabAfter(YamlException exception, string text)
    {
        var isJson = text.AsSpan().TrimStart() is ['{' or '[', ..];
        var last = exception.Message.Contains(" tab ", StringComparison.Ordinal) ? long.MaxValue : exception.End.Line + 1;
        var start = 0;
        foreach (var (index, line) in isJson ? [] : text.Split('\n').Index())
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (index + 1 >= exception.Start.Line && index < last && tab >= 0 && string.IsNullOrWhiteSpace(line[..tab]))
            {
                return PlaceOf(text, start + tab);
            }

            start += line.Length + 1;
        }

        return null;
    }

    private static Mark PlaceOf(string text, int at) =>
        new(at, text.AsSpan(0, at).Count('\n') + 1, at - text.AsSpan(0, at).LastIndexOf('\n'));

    private void ReadInto(List<YamlValue> documents)
    {
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            var start = _parser.Consume<DocumentStart>();
            var value = ReadValue(YamlPlace.Document(file, _parser.Current!.Start), 0);
            _parser.Consume<DocumentEnd>();
            if (value is YamlText { IsNull: true })
            {
                continue;
            }

            Limit(documents.Count, start, "documents in a file");
            documents.Add(value);
        }
    }

    private YamlValue ReadValue(YamlPlace place, int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out _))
        {
            errors.Add(place, "is an alias, which policies do not support; write out the value");
            return new YamlUnsupported(place);
        }

        var start = _parser.Consume<NodeEvent>();
        RejectProperties(start, place);
        if (start is Scalar scalar)
        {
            return new YamlText(place, scalar.Value, scalar.Style == ScalarStyle.Plain);
        }

        if (depth == PolicyLimits.Depth)
        {
            throw new YamlException(start.Start, start.End, $"there are more than {PolicyLimits.Depth} levels of lists and mappings");
        }

        return start is SequenceStart ? ReadList(place, depth + 1) : ReadMapping(place, depth + 1);
    }

    private YamlList ReadList(YamlPlace place, int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            var next = _parser.Current!;
            Limit(items.Count, next, "entries in a list");
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
            Limit(members.Count, next, "members in a mapping");
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(next.Start, next.End, "a member's name must be text");
            }

            var member = place.Member(key.Value, key.Start);
            RejectProperties(key, member);
            var value = ReadValue(member, depth);
            if (lines.TryAdd(key.Value, member.Line))
            {
                members.Add(new(key.Value, value));
            }
            else
            {
                errors.Add(member, $"is written twice, first on line {lines[key.Value]}; keep one");
            }
        }

        return new YamlMapping(place, members);
    }

    private void RejectProperties(NodeEvent node, YamlPlace place)
    {
        if (!node.Anchor.IsEmpty)
        {
            errors.Add(place, "has an anchor, which policies do not support; remove it and write out the values");
        }

        if (!node.Tag.IsEmpty)
        {
            errors.Add(place, "has a tag, which policies do not support; remove it, and put text in quotes");
        }
    }

    private static void Limit(int count, ParsingEvent at, string what)
    {
        if (count == PolicyLimits.Entries)
        {
            throw new YamlException(at.Start, at.End, $"there are more than {PolicyLimits.Entries} {what}");
        }
    }
}
