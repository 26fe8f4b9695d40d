using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads one rule. What the parts mean together is for <see cref="RuleChecks"/>.</summary>
internal sealed class RuleReader(PolicyErrors faults, bool isBuiltIn)
{
    private const string TargetWanted = "write the kind of object that gets labels, as in 'target: { group: apps, version: v1, kind: ReplicaSet }'";
    private const string OwnersWanted = "list the kinds of owner, as in '- { group: apps, version: v1, kind: Deployment }'";
    private const string SourcesWanted = "list where the labels come from, as in '- from: owner'";
    private const string IncludeWanted = "list the keys to take, or leave it out to take every key";

    private readonly ResourceTypeReader _resourceTypes = new(faults);
    private readonly SourceReader _sources = new(faults);

    public DeclaredRule? Read(YamlValue value)
    {
        if (value.AsMapping(faults) is not { } mapping)
        {
            return null;
        }

        var members = new MemberReader(mapping, faults);
        members.OnlyKnown("name", "target", "owners", "sources", "include", "exclude", "rename");
        var owners = members.List("owners", OwnersWanted)?.Items ?? [];
        var sources = members.List("sources", SourcesWanted)?.Items ?? [];
        return new DeclaredRule
        {
            Place = mapping.Place,
            IsBuiltIn = isBuiltIn,
            Name = PolicyReader.ReadName(members, "name the rule, as in 'name: replicasets-of-rollouts'", faults),
            Target = _resourceTypes.Read(members.Mapping("target", TargetWanted)),
            Owners = [.. owners.Select(_resourceTypes.Read).OfType<Placed<ResourceType>>()],
            Sources = [.. sources.Select(_sources.Read).OfType<DeclaredSource>()],
            Include = ReadPatterns(mapping.Find("include") is null ? null : members.List("include", IncludeWanted)),
            Exclude = ReadPatterns(members.List("exclude")),
            Rename = ReadRename(members.Mapping("rename")),
        };
    }

    /// <returns>Null if there is no list, and no pattern at all if one is at fault: part of a list says nothing.</returns>
    private ImmutableArray<Placed<Glob>>? ReadPatterns(YamlList? list)
    {
        if (list is null)
        {
            return null;
        }

        var patterns = ImmutableArray.CreateBuilder<Placed<Glob>>();
        foreach (var item in list.Texts(faults))
        {
            if (PatternFault(item.Text) is { } fault)
            {
                faults.Add(item.Place, fault);
            }
            else
            {
                patterns.Add(new(new Glob(item.Text), item.Place));
            }
        }

        return patterns.Count < list.Items.Count ? [] : patterns.ToImmutable();
    }

    private static string? PatternFault(string text)
    {
        const int longest = LabelSyntax.MaxPrefixLength + 1 + LabelSyntax.MaxNameLength;
        if (text.Length is 0 or > longest)
        {
            return text.Length == 0 ? "is empty; write a key or a glob, as in 'example.com/*'" : "is longer than any label key; shorten it";
        }

        var stray = text.AsSpan().IndexOfAnyExcept(LabelSyntax.PatternCharacters);
        if (stray >= 0)
        {
            return $"cannot match: {Quoted.Text(text[stray].ToString())} stands in no label key, and '*' is the only wildcard";
        }

        return !text.Contains('*') && LabelSyntax.KeyFault(text) is { } fault ? $"cannot match: {Quoted.Text(text)} {fault}" : null;
    }

    private ImmutableArray<Placed<Label>> ReadRename(YamlMapping? mapping)
    {
        var renames = ImmutableArray.CreateBuilder<Placed<Label>>();
        foreach (var (from, value) in mapping?.Members ?? [])
        {
            if (LabelSyntax.KeyFault(from) is { } fromFault)
            {
                faults.Add(value.Place, $"is not a label key: {Quoted.Text(from)} {fromFault}");
                continue;
            }

            if (value.AsText(faults) is not { } to)
            {
                continue;
            }

            if (LabelSyntax.KeyFault(to.Text) is { } toFault)
            {
                faults.Add(value.Place, $"cannot become {Quoted.Text(to.Text)}, which {toFault}");
                continue;
            }

            renames.Add(new(new Label(from, to.Text), value.Place));
        }

        return renames.ToImmutable();
    }
}
