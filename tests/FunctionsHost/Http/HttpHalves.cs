namespace Tagalong.FunctionsHost.Http;

/// <summary>Which half of an HTTP invocation leaves the host first. The host forwards the request first; the worker may see either first.</summary>
public enum HttpHalves
{
    RequestFirst,
    InvocationFirst,
}
