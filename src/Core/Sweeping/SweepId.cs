using System.Globalization;
using System.Security.Cryptography;

namespace Tagalong.Core.Sweeping;

/// <summary>The id of a sweep that no event asked for.</summary>
public static class SweepId
{
    /// <summary>A new id, such as <c>sweep-20260101T041700Z-3fa9c1</c>.</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return string.Create(
            CultureInfo.InvariantCulture, $"sweep-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");
    }
}
