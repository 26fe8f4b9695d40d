using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads one source of a rule.</summary>
internal sealed class SourceReader(PolicyErrors errors)
{
    private const string KeysAdvice = "list the keys to copy from the namespace, as in 'keys: [team]'";
    private const string ValuesAdvice = "write the labels to give, as in 'values: { team: shop }'";

    private static readonly string[] Names = [.. SourceTable.All.Select(static source => source.Name)];
    private static readonly string FromAdvice = $"write where the labels come from, one of {Quoted.List(Names)}";

    public DeclaredSource? Read(YamlValue value)
    {
        if (value.AsMapping(errors) is not { } mapping)
        {
            return null;
        }

        var members = new MemberReader(mapping, errors);
        members.OnlyKnown("from", "keys", "values");
        if (members.Text("from", FromAdvice) is not { } from)
        {
            return null;
        }

        if (SourceTable.All.FirstOrDefault(source => source.Name == from.Value) is not { } source)
        {
            var advice = Spelling.Closest(from.Value, Names) is { } closest ? $"did you mean '{closest}'?" : FromAdvice;
            errors.Add(from.Place, $"cannot be {Quoted.Text(from.Value)}; {advice}");
            return null;
        }

        RejectUnless(source.Member == SourceMember.Keys, mapping, "keys", "'from: namespace'");
        RejectUnless(source.Member == SourceMember.Values, mapping, "values", "'from: static'");
        return source.Member switch
        {
            SourceMember.Keys => ReadKeys(source.Kind, mapping.Place, members.List("keys", KeysAdvice)),
            SourceMember.Values => ReadValues(source.Kind, mapping.Place, members.Mapping("values", ValuesAdvice)),
            SourceMember.None => new DeclaredSource(new LabelSource(source.Kind), mapping.Place, []),
        };
    }

    private DeclaredSource ReadKeys(LabelSourceKind kind, YamlPlace place, YamlList? list)
    {
        var keys = new List<Located<string>>();
        foreach (var key in list?.Texts(errors) ?? [])
        {
            if (key.Text.Contains('*'))
            {
                errors.Add(key.Place, $"cannot be {Quoted.Text(key.Text)}; name each key of the namespace, globs are not supported here");
            }
            else if (LabelSyntax.KeyError(key.Text) is { } error)
            {
                errors.Add(key.Place, $"is not a label key: {Quoted.Text(key.Text)} {error}");
            }
            else if (keys.Exists(earlier => earlier.Value == key.Text))
            {
                errors.Add(key.Place, $"lists {Quoted.Text(key.Text)} twice; keep one");
            }
            else
            {
                keys.Add(new(key.Text, key.Place));
            }
        }

        var source = new LabelSource(kind) { Keys = [.. keys.Select(key => key.Value)] };
        return new DeclaredSource(source, place, [.. keys]);
    }

    private DeclaredSource ReadValues(LabelSourceKind kind, YamlPlace place, YamlMapping? values)
    {
        var keys = ImmutableArray.CreateBuilder<Located<string>>();
        var labels = new List<Label>();
        foreach (var (key, value) in values?.Members ?? [])
        {
            if (LabelSyntax.KeyError(key) is { } keyError)
            {
                errors.Add(value.Place, $"is not a label key: {Quoted.Text(key)} {keyError}");
            }

            if ((value as YamlText ?? value.AsText(errors))?.AsLabelValue(errors) is not { } text)
            {
                continue;
            }

            if (LabelSyntax.ValueError(text) is { } valueError)
            {
                errors.Add(value.Place, $"is not a label value: {Quoted.Text(text)} {valueError}");
            }

            keys.Add(new(key, value.Place));
            labels.Add(new Label(key, text));
        }

        var source = new LabelSource(kind) { Values = LabelSet.From(labels) };
        return new DeclaredSource(source, place, keys.ToImmutable());
    }

    private void RejectUnless(bool belongs, YamlMapping mapping, string name, string where)
    {
        if (!belongs && mapping.Find(name) is { } value)
        {
            errors.Add(value.Place, $"is allowed only with {where}; remove it");
        }
    }
}
