using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads the members of a mapping; what is unknown, missing or of the wrong type becomes a fault.</summary>
internal sealed class MemberReader(YamlMapping mapping, PolicyErrors faults)
{
    /// <summary>Refuses members other than the known ones. To be called once.</summary>
    public void OnlyKnown(params string[] known)
    {
        foreach (var (name, value) in mapping.Members)
        {
            if (known.Contains(name))
            {
                continue;
            }

            var closest = Spelling.Closest(name, known.Where(candidate => mapping.Find(candidate) is null));
            faults.Add(value.Place, closest is null
                ? $"is not known here; known are {Quoted.List(known)}"
                : $"is not known here; did you mean '{closest}'?");
        }
    }

    /// <summary>A member that is text; null if it is absent or at fault.</summary>
    public Placed<string>? Text(string name, string? wanted = null) => Placed((wanted is null ? mapping.Find(name) : Wanted(name, wanted))?.AsText(faults));

    /// <summary>A member that is a list; null if it is absent or at fault.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="wanted">What to write, if the member must be there and must not be empty.</param>
    public YamlList? List(string name, string? wanted = null)
    {
        var list = (wanted is null ? mapping.Find(name) : Wanted(name, wanted))?.AsList(faults);
        return wanted is not null && list is { Items.Count: 0 } ? Empty<YamlList>(list, wanted) : list;
    }

    /// <inheritdoc cref="List"/>
    public YamlMapping? Mapping(string name, string? wanted = null)
    {
        var found = (wanted is null ? mapping.Find(name) : Wanted(name, wanted))?.AsMapping(faults);
        return wanted is not null && found is { Members.Count: 0 } ? Empty<YamlMapping>(found, wanted) : found;
    }

    private YamlValue? Wanted(string name, string wanted)
    {
        var value = mapping.Find(name);
        if (value is null)
        {
            faults.Add(mapping.Place.Member(name), $"is missing; {wanted}");
        }

        return value;
    }

    private T? Empty<T>(YamlValue value, string wanted)
        where T : YamlValue
    {
        faults.Add(value.Place, $"is empty; {wanted}");
        return null;
    }

    private static Placed<string>? Placed(YamlText? text) => text is null ? null : new(text.Text, text.Place);
}
