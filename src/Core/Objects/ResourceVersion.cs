using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tagalong.Core.Objects;

/// <summary>Versions of one resource compare as decimal integers, as Kubernetes 1.35 defines. Other versions do not compare.</summary>
internal static class ResourceVersion
{
    public static bool TryParse([NotNullWhen(true)] string? text, out ulong version) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version);
}
