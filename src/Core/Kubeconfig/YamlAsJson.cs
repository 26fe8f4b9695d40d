using System.Globalization;
using System.Text;
using System.Text.Json;
using Tagalong.Core.ApiServer;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Core.Kubeconfig;

/// <summary>Writes a part of a kubeconfig as JSON, for credential plugins.</summary>
internal static class YamlAsJson
{
    private const int MaxDepth = 32;
    private const int MaxBytes = 256 * 1024;

    /// <summary>The JSON; null where there is nothing.</summary>
    /// <exception cref="EndpointException">It nests too deep or is too large. With aliases, a small file can be both.</exception>
    public static string? Of(KubeconfigNode part)
    {
        if (part.Node is not { } node)
        {
            return null;
        }

        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(part, node, writer, depth: 0);
        }

        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    private static void Write(KubeconfigNode part, YamlNode node, Utf8JsonWriter writer, int depth)
    {
        if (depth > MaxDepth || writer.BytesCommitted + writer.BytesPending > MaxBytes)
        {
            throw new EndpointException($"{part.Path} is larger than {MaxBytes / 1024} KiB or nests deeper than {MaxDepth} levels");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    writer.WritePropertyName((key as YamlScalarNode)?.Value ?? "");
                    Write(part, value, writer, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Children)
                {
                    Write(part, item, writer, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar:
                WritePlain(scalar.Value ?? "", writer);
                break;
            default:
                writer.WriteStringValue((node as YamlScalarNode)?.Value);
                break;
        }
    }

    private static void WritePlain(string text, Utf8JsonWriter writer)
    {
        if (text is "" or "~" or "null")
        {
            writer.WriteNullValue();
        }
        else if (text is "true" or "false")
        {
            writer.WriteBooleanValue(text == "true");
        }
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumberValue(number);
        }
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
        {
            writer.WriteNumberValue(real);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }
}
