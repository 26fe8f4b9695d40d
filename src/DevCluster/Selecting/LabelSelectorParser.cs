using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Selecting;

/// <summary>A recursive-descent reader of the label selector grammar.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string Delimiters = "=!<>(), \t";

    private int _position;

    public IReadOnlyList<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement> { ParseRequirement() };
        while (TryTake(","))
        {
            requirements.Add(ParseRequirement());
        }

        return _position == text.Length ? requirements : throw Unexpected("',' or 'end of string'");
    }

    private LabelRequirement ParseRequirement()
    {
        if (TryTake("!"))
        {
            return new LabelRequirement(TakeKey(), LabelOperator.DoesNotExist, []);
        }

        var key = TakeKey();
        if (TryTake("==") || TryTake("="))
        {
            return new LabelRequirement(key, LabelOperator.In, [TakeWord()]);
        }

        if (TryTake("!="))
        {
            return new LabelRequirement(key, LabelOperator.NotIn, [TakeWord()]);
        }

        if (TryTake(">"))
        {
            return new LabelRequirement(key, LabelOperator.GreaterThan, [TakeWord()]);
        }

        if (TryTake("<"))
        {
            return new LabelRequirement(key, LabelOperator.LessThan, [TakeWord()]);
        }

        SkipSpaces();
        if (_position == text.Length || text[_position] == ',')
        {
            return new LabelRequirement(key, LabelOperator.Exists, []);
        }

        return TakeWord() switch
        {
            "in" => new LabelRequirement(key, LabelOperator.In, TakeValues()),
            "notin" => new LabelRequirement(key, LabelOperator.NotIn, TakeValues()),
            _ => throw Unexpected("in, notin, =, ==, !=, gt, lt"),
        };
    }

    private List<string> TakeValues()
    {
        if (!TryTake("("))
        {
            throw Unexpected("'('");
        }

        var values = new List<string> { TakeWord() };
        while (TryTake(","))
        {
            values.Add(TakeWord());
        }

        return TryTake(")") ? values : throw Unexpected("')'");
    }

    private string TakeKey() => TakeWord() is { Length: > 0 } key ? key : throw Unexpected("!, identifier");

    private string TakeWord()
    {
        SkipSpaces();
        var start = _position;
        while (_position < text.Length && !Delimiters.Contains(text[_position], StringComparison.Ordinal))
        {
            _position++;
        }

        return text[start.._position];
    }

    private bool TryTake(string token)
    {
        SkipSpaces();
        if (!text.AsSpan(_position).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        _position += token.Length;
        SkipSpaces();
        return true;
    }

    private void SkipSpaces()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }

    private StatusException Unexpected(string expected) =>
        Refusals.BadRequest($"unable to parse requirement: found '{text[_position..]}', expected: {expected}");
}
