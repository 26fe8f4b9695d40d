using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Invocations;

/// <summary>What came of an invocation, retries included.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="InvocationId">The id, the same for all attempts.</param>
/// <param name="Attempts">How often the host sent it.</param>
/// <param name="Status">The worker's last status; <c>Failure</c> if the worker died or took too long.</param>
/// <param name="Error">The message of the exception, if there was one.</param>
/// <param name="ErrorType">The type of the worker's exception.</param>
public sealed record InvocationResult(
    string Function, string InvocationId, int Attempts, StatusResult.Types.Status Status, string? Error, string? ErrorType)
{
    public bool Succeeded => Status == StatusResult.Types.Status.Success;
}
