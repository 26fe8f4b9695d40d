using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads one source of a rule.</summary>
internal sealed class SourceReader(PolicyErrors faults)
{
    private const string KeysWanted = "list the keys to take from the namespace, as in 'keys: [team]'";
    private const string ValuesWanted = "write the labels to give, as in 'values: { team: shop }'";

    private static readonly string[] Names = [.. SourceTable.All.Select(static source => source.Name)];
    private static readonly string FromWanted = $"write where the labels come from, one of {Quoted.List(Names)}";

    public DeclaredSource? Read(YamlValue value)
    {
        if (value.AsMapping(faults) is not { } mapping)
        {
            return null;
        }

        var members = new MemberReader(mapping, faults);
        members.OnlyKnown("from", "keys", "values");
        if (members.Text("from", FromWanted) is not { } from)
        {
            return null;
        }

        if (SourceTable.All.FirstOrDefault(source => source.Name == from.Value) is not { } source)
        {
            var advice = Spelling.Closest(from.Value, Names) is { } closest ? $"did you mean '{closest}'?" : FromWanted;
            faults.Add(from.Place, $"cannot be {Quoted.Text(from.Value)}; {advice}");
            return null;
        }

        RefuseUnless(source.Member == SourceMember.Keys, mapping, "keys", "'from: namespace'");
        RefuseUnless(source.Member == SourceMember.Values, mapping, "values", "'from: static'");
        return source.Member switch
        {
            SourceMember.Keys => ReadKeys(source.Kind, mapping.Place, members.List("keys", KeysWanted)),
            SourceMember.Values => ReadValues(source.Kind, mapping.Place, members.Mapping("values", ValuesWanted)),
            SourceMember.None => new DeclaredSource(new LabelSource(source.Kind), mapping.Place, []),
        };
    }

    private DeclaredSource ReadKeys(LabelSourceKind kind, YamlPlace place, YamlList? list)
    {
        var keys = new List<Located<string>>();
        foreach (var key in list?.Texts(faults) ?? [])
        {
            if (key.Text.Contains('*'))
            {
                faults.Add(key.Place, $"cannot be {Quoted.Text(key.Text)}; name each key of the namespace, globs are not known here");
            }
            else if (LabelSyntax.KeyError(key.Text) is { } fault)
            {
                faults.Add(key.Place, $"is not a label key: {Quoted.Text(key.Text)} {fault}");
            }
            else if (keys.Exists(earlier => earlier.Value == key.Text))
            {
                faults.Add(key.Place, $"lists {Quoted.Text(key.Text)} again; keep one");
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
            if (LabelSyntax.KeyError(key) is { } keyFault)
            {
                faults.Add(value.Place, $"is not a label key: {Quoted.Text(key)} {keyFault}");
            }

            if ((value as YamlText ?? value.AsText(faults))?.AsLabelValue(faults) is not { } text)
            {
                continue;
            }

            if (LabelSyntax.ValueError(text) is { } valueFault)
            {
                faults.Add(value.Place, $"is not a label value: {Quoted.Text(text)} {valueFault}");
            }

            keys.Add(new(key, value.Place));
            labels.Add(new Label(key, text));
        }

        var source = new LabelSource(kind) { Values = LabelSet.From(labels) };
        return new DeclaredSource(source, place, keys.ToImmutable());
    }

    private void RefuseUnless(bool belongs, YamlMapping mapping, string name, string where)
    {
        if (!belongs && mapping.Find(name) is { } value)
        {
            faults.Add(value.Place, $"belongs to {where} alone; take it away");
        }
    }
}
