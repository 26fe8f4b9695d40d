using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>What the Resource Manager answered.</summary>
/// <param name="Body">The body of a success, which whoever gets it disposes; or null.</param>
/// <param name="Fault">What went wrong where there is no body, with a message that needs the name of what was asked for.</param>
/// <param name="Code">The HTTP status, or 0 if there was none.</param>
internal readonly record struct ArmResult(PooledBuffer? Body, ApiResult Fault, int Code);
