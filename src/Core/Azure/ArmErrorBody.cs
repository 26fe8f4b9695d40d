namespace Tagalong.Core.Azure;

/// <summary>The body of an error of the Resource Manager.</summary>
internal sealed record ArmErrorBody(ArmErrorBody.Detail? Error)
{
    internal sealed record Detail(string? Code);
}
