using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads the members of a mapping; each unknown, missing or mistyped one is an error.</summary>
/// <remarks>A parameter <c>advice</c> says what to write for a member that must be there and must not be empty; null for an optional one.</remarks>
internal sealed class MemberReader(YamlMapping mapping, PolicyErrors errors)
{
    /// <summary>Rejects members other than these.</summary>
    public void OnlyKnown(params string[] known)
    {
        foreach (var (name, value) in mapping.Members.Where(member => !known.Contains(member.Key)))
        {
            var closest = Spelling.Closest(name, known.Where(candidate => mapping.Find(candidate) is null));
            errors.Add(value.Place, closest is null
                ? $"is an unknown member; known members are {Quoted.List(known)}"
                : $"is an unknown member; did you mean '{closest}'?");
        }
    }

    /// <summary>A member that is text; null if it is absent or invalid.</summary>
    public Located<string>? Text(string name, string? advice = null) =>
        Find(name, advice)?.AsText(errors) is { } text ? new(text.Text, text.Place) : null;

    /// <summary>A member that is text of a certain syntax; null if it is absent or invalid.</summary>
    public Located<string>? Text(string name, Func<string, bool> isValid, string syntax, string? advice = null)
    {
        var text = Text(name, advice);
        if (text is { } found && !isValid(found.Value))
        {
            errors.Add(found.Place, $"cannot be {Quoted.Text(found.Value)}; {syntax}");
            return null;
        }

        return text;
    }

    /// <summary>A member that is a list; null if it is absent or invalid.</summary>
    public YamlList? List(string name, string? advice = null) =>
        Find(name, advice)?.AsList(errors) is { } list && IsFilled(list, list.Items.Count, advice) ? list : null;

    /// <summary>A member that is a mapping; null if it is absent or invalid.</summary>
    public YamlMapping? Mapping(string name, string? advice = null) =>
        Find(name, advice)?.AsMapping(errors) is { } found && IsFilled(found, found.Members.Count, advice) ? found : null;

    private YamlValue? Find(string name, string? advice)
    {
        var value = mapping.Find(name);
        if (value is null && advice is not null)
        {
            errors.Add(mapping.Place.Member(name), $"is missing; {advice}");
        }

        return value;
    }

    private bool IsFilled(YamlValue value, int count, string? advice)
    {
        var isFilled = count > 0 || advice is null;
        if (!isFilled)
        {
            errors.Add(value.Place, $"is empty; {advice}");
        }

        return isFilled;
    }
}
