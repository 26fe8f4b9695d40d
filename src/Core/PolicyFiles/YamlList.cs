namespace Tagalong.Core.PolicyFiles;

/// <summary>A list of values.</summary>
internal sealed class YamlList(YamlPlace place, IReadOnlyList<YamlValue> items) : YamlValue(place)
{
    public IReadOnlyList<YamlValue> Items { get; } = items;

    protected override string Noun => "a list";

    public override YamlList AsList(PolicyErrors faults) => this;

    /// <summary>The items that are text; the others become faults.</summary>
    public IEnumerable<YamlText> Texts(PolicyErrors faults) => Items.Select(item => item.AsText(faults)).OfType<YamlText>();
}
