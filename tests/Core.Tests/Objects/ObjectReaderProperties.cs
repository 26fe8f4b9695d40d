using System.Text;
using System.Text.Json;
using CsCheck;
using Tagalong.Core.Objects;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Objects;

public class ObjectReaderProperties
{
    private static readonly IReadOnlyList<RecordedRequest> Recorded =
        [.. RecordedRequest.All("argo-rollouts/canary"), .. RecordedRequest.All("knative-resource")];

    [Fact]
    public void Any_bytes_give_an_object_or_an_error_and_never_an_exception() =>
        Gen.Byte.Array[0, 300].Sample(bytes => { _ = ObjectReader.Read(bytes); });

    [Fact]
    public void A_recorded_body_with_any_bytes_changed_gives_an_object_or_an_error_and_never_an_exception() =>
        Gen.Select(Gen.Int[0, Recorded.Count - 1], Gen.Select(Gen.Int[0, 6000], Gen.Byte).Array[1, 8]).Sample((index, edits) =>
        {
            var body = Recorded[index].Body.ToArray();
            foreach (var (at, value) in edits)
            {
                body[at % body.Length] = value;
            }

            _ = ObjectReader.Read(body);
        });

    [Fact]
    public void Labels_read_as_a_JSON_document_would_have_them() =>
        Gen.Select(Gen.String, Gen.String).Array[0, 12].Sample(pairs =>
        {
            var labels = new Dictionary<string, string>();
            var json = new StringBuilder("""{"apiVersion":"v1","kind":"X","metadata":{"name":"n","labels":{""");
            foreach (var (key, value) in pairs)
            {
                labels[Wellformed(key)] = Wellformed(value);
                json.Append(labels.Count + json.Length > 0 && json[^1] != '{' ? "," : "").Append(Quoted(key)).Append(':').Append(Quoted(value));
            }

            var snapshot = ObjectReader.Read(Encoding.UTF8.GetBytes(json.Append("}}}").ToString())).Snapshot;

            Assert.Equal(LabelSet.From(labels.Select(label => (label.Key, label.Value))), snapshot!.Labels);
        });

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(Wellformed(text))}\"";

    private static string Wellformed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
