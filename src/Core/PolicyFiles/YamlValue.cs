namespace Tagalong.Core.PolicyFiles;

/// <summary>A value in a policy file, with its place. If it is not of the requested type, it adds an error and returns null.</summary>
internal abstract class YamlValue(YamlPlace place)
{
    public YamlPlace Place { get; } = place;

    /// <summary>What the value is, in an error.</summary>
    protected abstract string Noun { get; }

    public virtual YamlText? AsText(PolicyErrors errors) => Reject<YamlText>("text", errors);

    public virtual YamlList? AsList(PolicyErrors errors) => Reject<YamlList>("a list", errors);

    public virtual YamlMapping? AsMapping(PolicyErrors errors) => Reject<YamlMapping>("a mapping", errors);

    protected virtual T? Reject<T>(string expected, PolicyErrors errors)
        where T : YamlValue
    {
        errors.Add(Place, $"is {Noun}, but must be {expected}");
        return null;
    }
}
