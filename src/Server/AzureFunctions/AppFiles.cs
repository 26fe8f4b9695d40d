using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tagalong.Server.AzureFunctions;

/// <summary>Reads the files of an app as leniently as the host does.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(HostFile))]
[JsonSerializable(typeof(FunctionFile))]
internal sealed partial class AppFiles : JsonSerializerContext;
