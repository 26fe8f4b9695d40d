namespace Tagalong.Core.PolicyFiles;

/// <summary>A value that the reader has rejected and reported already: it causes no second error.</summary>
internal sealed class YamlUnsupported(YamlPlace place) : YamlValue(place)
{
    protected override string Noun => "unsupported";

    protected override T? Reject<T>(string expected, PolicyErrors errors)
        where T : class => null;
}
