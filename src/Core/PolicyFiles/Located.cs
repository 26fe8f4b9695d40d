namespace Tagalong.Core.PolicyFiles;

/// <summary>A part of a policy and its place in the file.</summary>
internal readonly record struct Located<T>(T Value, YamlPlace Place);
