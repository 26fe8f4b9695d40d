namespace Tagalong.Core.PolicyFiles;

/// <summary>A list of values.</summary>
internal sealed class YamlList(YamlPlace place, IReadOnlyList<YamlValue> items) : YamlValue(place)
{
    public IReadOnlyList<YamlValue> Items { get; } = items;

    protected override string Noun => "a list";

    public override YamlList AsList(PolicyErrors errors) => this;

    /// <summary>The items that are text; each other one is an error.</summary>
    public IEnumerable<YamlText> Texts(PolicyErrors errors) => Items.Select(item => item.AsText(errors)).OfType<YamlText>();
}
