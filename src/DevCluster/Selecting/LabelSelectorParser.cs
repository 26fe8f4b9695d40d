using System.Globalization;

namespace Tagalong.DevCluster.Selecting;

/// <summary>A recursive-descent parser of the label selector grammar.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string Delimiters = "=!<>(), \t";

    private int _position;

    public IReadOnlyList<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement> { ParseRequirement() };
        while (TryTake(","))
        {
            requirements.Add(IsAtEnd ? throw Unexpected("identifier after ','") : ParseRequirement());
        }

        return IsAtEnd ? requirements : throw Unexpected("',' or 'end of string'");
    }

    private LabelRequirement ParseRequirement()
    {
        if (TryTake("!"))
        {
            return new LabelRequirement(TakeKey(), LabelOperator.DoesNotExist, []);
        }

        return TakeKey() switch
        {
            var key when TryTake("==") || TryTake("=") => new LabelRequirement(key, LabelOperator.In, [TakeWord()]),
            var key when TryTake("!=") => new LabelRequirement(key, LabelOperator.NotIn, [TakeWord()]),
            var key when TryTake(">") => new LabelRequirement(key, LabelOperator.GreaterThan, [TakeNumber(key)]),
            var key when TryTake("<") => new LabelRequirement(key, LabelOperator.LessThan, [TakeNumber(key)]),
            var key when IsAtEnd || text[_position] == ',' => new LabelRequirement(key, LabelOperator.Exists, []),
            var key => ParseSetRequirement(key),
        };
    }

    private LabelRequirement ParseSetRequirement(string key)
    {
        var start = _position;
        switch (TakeWord())
        {
            case "in":
                return new LabelRequirement(key, LabelOperator.In, TakeValues());
            case "notin":
                return new LabelRequirement(key, LabelOperator.NotIn, TakeValues());
            default:
                _position = start;
                throw Unparsable(", expected: '=', '!=', '==', 'in', notin'");
        }
    }

    private List<string> TakeValues()
    {
        if (!TryTake("("))
        {
            throw Unparsable(" expected: '('");
        }

        var values = new List<string> { TakeWord() };
        while (TryTake(","))
        {
            values.Add(TakeWord());
        }

        return TryTake(")") ? values : throw Unparsable(", expected: ',' or ')'");
    }

    private bool IsAtEnd
    {
        get
        {
            SkipSpaces();
            return _position == text.Length;
        }
    }

    private string TakeKey() => TakeWord() is { Length: > 0 } key ? key : throw Unexpected("!, identifier, or 'end of string'");

    private string TakeNumber(string key)
    {
        var word = TakeWord();
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? word
            : throw StatusErrors.BadRequest(
                $"unable to parse requirement: values[0][{key}]: Invalid value: \"{word}\": for 'Gt', 'Lt' operators, the value must be an integer");
    }

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

    private StatusException Unparsable(string expected) => StatusErrors.BadRequest($"unable to parse requirement: found '{Next()}'{expected}");

    private StatusException Unexpected(string expected) => StatusErrors.BadRequest($"found '{Next()}', expected: {expected}");

    /// <summary>The word or the delimiter that comes next.</summary>
    private string Next()
    {
        var word = TakeWord();
        return word.Length > 0 || _position == text.Length ? word : text[_position].ToString();
    }
}
