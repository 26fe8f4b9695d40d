namespace Tagalong.Cluster.Tests.Differential;

/// <summary>One request of a script, with placeholders for the values that each server chooses: <c>{uid:web}</c>.</summary>
/// <param name="Name">Unique in its script.</param>
/// <param name="User"><c>admin</c>, <c>labeler</c>, or <c>unknown</c> for an unknown token.</param>
/// <param name="CompactsHistory">Whether the servers compact their history before the request.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Including <c>Content-Type</c>.</param>
/// <param name="Body">Empty for none.</param>
internal sealed record ScriptedRequest(
    string Name, string User, bool CompactsHistory, HttpMethod Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body);
