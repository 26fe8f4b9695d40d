namespace Tagalong.Core.PolicyFiles;

/// <summary>A value that was refused when it was read, so that nothing more needs to be said about it.</summary>
internal sealed class YamlRefused(YamlPlace place) : YamlValue(place)
{
    protected override string Noun => "refused";

    protected override T? Refuse<T>(string wanted, PolicyErrors faults)
        where T : class => null;
}
