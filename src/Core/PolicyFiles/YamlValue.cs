namespace Tagalong.Core.PolicyFiles;

/// <summary>A value in a policy file, with its place. What is asked for and is not there becomes a fault and null.</summary>
internal abstract class YamlValue(YamlPlace place)
{
    public YamlPlace Place { get; } = place;

    /// <summary>What the value is, as a reason says it.</summary>
    protected abstract string Noun { get; }

    public virtual YamlText? AsText(PolicyErrors faults) => Refuse<YamlText>("text", faults);

    public virtual YamlList? AsList(PolicyErrors faults) => Refuse<YamlList>("a list", faults);

    public virtual YamlMapping? AsMapping(PolicyErrors faults) => Refuse<YamlMapping>("a mapping of members", faults);

    protected virtual T? Refuse<T>(string wanted, PolicyErrors faults)
        where T : YamlValue
    {
        faults.Add(Place, $"is {Noun} where {wanted} is wanted");
        return null;
    }
}
