using System.Collections;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Tagalong.FunctionsHost;

/// <summary>How the host writes a value into a payload, with the library that it uses itself.</summary>
/// <remarks>
/// A text is written as JSON, and that as a JSON string; so is all that is no object: numbers, flags, arrays. Objects are
/// written as they are, bytes in base64, and single times without their fractions. Times that stand as texts in an object
/// have been read as times by then, and look different.
/// </remarks>
public static class WireValue
{
    /// <summary>The value as it stands in a payload.</summary>
    public static JToken Of(object? value) => value switch
    {
        JObject known => known,
        byte[] bytes => Convert.ToBase64String(bytes),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        null or string or ValueType => JsonConvert.SerializeObject(value),
        IDictionary dictionary => JObject.FromObject(dictionary),
        IEnumerable several => JsonConvert.SerializeObject(several),
        _ => JObject.FromObject(value),
    };
}
