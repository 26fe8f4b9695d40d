namespace Tagalong.Core.PolicyFiles;

/// <summary>A part of a policy together with where it is written.</summary>
internal readonly record struct Placed<T>(T Value, YamlPlace Place);
