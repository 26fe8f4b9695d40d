using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads one rule. <see cref="RuleValidator"/> then checks its parts against each other.</summary>
internal sealed class RuleReader(PolicyErrors errors, bool isBuiltIn)
{
    private const string TargetAdvice = "write the kind of object that gets labels, as in 'target: { group: apps, version: v1, kind: ReplicaSet }'";
    private const string OwnersAdvice = "list the kinds of owner, as in '- { group: apps, version: v1, kind: Deployment }'";
    private const string SourcesAdvice = "list where the labels come from, as in '- from: owner'";
    private const string IncludeAdvice = "list the keys to copy, or leave it out to copy every key";

    private readonly ResourceTypeReader _resourceTypes = new(errors);
    private readonly SourceReader _sources = new(errors);

    public DeclaredRule? Read(YamlValue value)
    {
        if (value.AsMapping(errors) is not { } mapping)
        {
            return null;
        }

        var members = new MemberReader(mapping, errors);
        members.OnlyKnown("name", "target", "owners", "sources", "include", "exclude", "rename");
        var owners = members.List("owners", OwnersAdvice)?.Items ?? [];
        var sources = members.List("sources", SourcesAdvice)?.Items ?? [];
        return new DeclaredRule
        {
            Place = mapping.Place,
            IsBuiltIn = isBuiltIn,
            Name = members.Text("name", NameSyntax.IsName, NameSyntax.NameAdvice, "name the rule, as in 'name: replicasets-of-rollouts'"),
            Target = _resourceTypes.Read(members.Mapping("target", TargetAdvice)),
            Owners = [.. owners.Select(_resourceTypes.Read).OfType<Located<ResourceType>>()],
            Sources = [.. sources.Select(_sources.Read).OfType<DeclaredSource>()],
            Include = ReadPatterns(mapping.Find("include") is null ? null : members.List("include", IncludeAdvice)),
            Exclude = ReadPatterns(members.List("exclude")),
            Rename = ReadRename(members.Mapping("rename")),
        };
    }

    /// <returns>Null without a list; empty if a pattern is invalid, because the others alone do not say what the user meant.</returns>
    private ImmutableArray<Located<Glob>>? ReadPatterns(YamlList? list)
    {
        if (list is null)
        {
            return null;
        }

        var patterns = ImmutableArray.CreateBuilder<Located<Glob>>();
        foreach (var item in list.Texts(errors))
        {
            if (PatternError(item.Text) is { } error)
            {
                errors.Add(item.Place, error);
            }
            else
            {
                patterns.Add(new(new Glob(item.Text), item.Place));
            }
        }

        return patterns.Count < list.Items.Count ? [] : patterns.ToImmutable();
    }

    private static string? PatternError(string text)
    {
        if (text.Length is 0 or > LabelSyntax.MaxKeyLength)
        {
            return text.Length == 0 ? "is empty; write a key or a glob, as in 'example.com/*'" : "is longer than any label key; shorten it";
        }

        var stray = text.AsSpan().IndexOfAnyExcept(LabelSyntax.PatternCharacters);
        if (stray >= 0)
        {
            return $"cannot match: {Quoted.Text(text[stray].ToString())} is not allowed in a label key, and '*' is the only wildcard";
        }

        return !text.Contains('*') && LabelSyntax.KeyError(text) is { } error ? $"cannot match: {Quoted.Text(text)} {error}" : null;
    }

    private ImmutableArray<Located<Label>> ReadRename(YamlMapping? mapping)
    {
        var renames = ImmutableArray.CreateBuilder<Located<Label>>();
        foreach (var (from, value) in mapping?.Members ?? [])
        {
            if (LabelSyntax.KeyError(from) is { } fromError)
            {
                errors.Add(value.Place, $"is not a label key: {Quoted.Text(from)} {fromError}");
            }
            else if (value.AsText(errors)?.Text is not { } to)
            {
                continue;
            }
            else if (LabelSyntax.KeyError(to) is { } toError)
            {
                errors.Add(value.Place, $"cannot become {Quoted.Text(to)}, which {toError}");
            }
            else
            {
                renames.Add(new(new Label(from, to), value.Place));
            }
        }

        return renames.ToImmutable();
    }
}
