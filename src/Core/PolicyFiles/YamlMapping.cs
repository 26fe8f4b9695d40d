namespace Tagalong.Core.PolicyFiles;

/// <summary>A mapping of names to values, each name once, in the order of the file.</summary>
internal sealed class YamlMapping(YamlPlace place, IReadOnlyList<KeyValuePair<string, YamlValue>> members) : YamlValue(place)
{
    public IReadOnlyList<KeyValuePair<string, YamlValue>> Members { get; } = members;

    protected override string Noun => "a mapping";

    public override YamlMapping AsMapping(PolicyErrors errors) => this;

    public YamlValue? Find(string name) => Members.FirstOrDefault(member => member.Key == name).Value;
}
