namespace Tagalong.Cluster.Tests.Differential;

/// <summary>One request of a script, in which names stand for what each server gives out itself: <c>{uid:web}</c>.</summary>
/// <param name="Name">What it is about, unique in its script.</param>
/// <param name="User"><c>admin</c>, <c>labeler</c>, or <c>stranger</c> for a token that no server knows.</param>
/// <param name="ForgetsHistory">Whether the servers are made to forget their history before it.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">The headers, <c>Content-Type</c> among them.</param>
/// <param name="Body">Empty for none.</param>
internal sealed record ScriptedRequest(
    string Name, string User, bool ForgetsHistory, HttpMethod Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body);
