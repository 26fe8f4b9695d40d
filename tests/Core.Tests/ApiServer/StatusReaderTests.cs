using System.Net;
using System.Text;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

public class StatusReaderTests
{
    [Theory]
    [InlineData("get-unauthorized", nameof(ApiStatus.Unauthenticated))]
    [InlineData("get-forbidden", nameof(ApiStatus.Forbidden))]
    [InlineData("patch-forbidden", nameof(ApiStatus.Forbidden))]
    [InlineData("get-not-found", nameof(ApiStatus.NotFound))]
    [InlineData("apply-conflict", nameof(ApiStatus.FieldConflict))]
    [InlineData("apply-missing-object-with-uid", nameof(ApiStatus.UidMismatch))]
    [InlineData("apply-wrong-uid", nameof(ApiStatus.UidMismatch))]
    [InlineData("apply-invalid-label-value", nameof(ApiStatus.Invalid))]
    [InlineData("apply-no-field-manager", nameof(ApiStatus.Invalid))]
    [InlineData("unsupported-media-type", nameof(ApiStatus.Invalid))]
    public void Recorded_errors_are_classified(string recorded, string expected)
    {
        var (code, body) = Answer(recorded);

        Assert.Equal(expected, StatusReader.Read(code, body).Status.ToString());
    }

    [Fact]
    public void A_conflict_names_the_labels_of_other_field_managers()
    {
        var (code, body) = Answer("apply-conflict");

        Assert.Equal(["tier", "version"], StatusReader.Read(code, body).ConflictingLabels);
    }

    [Fact]
    public void Keys_with_dots_and_slashes_are_named_completely()
    {
        var body = """{"details":{"causes":[{"reason":"FieldManagerConflict","field":".metadata.labels.app.kubernetes.io/part-of"}]}}"""u8;

        Assert.Equal(["app.kubernetes.io/part-of"], StatusReader.Read(HttpStatusCode.Conflict, body).ConflictingLabels);
    }

    [Theory]
    [InlineData(409, nameof(ApiStatus.Conflict))]
    [InlineData(408, nameof(ApiStatus.TimedOut))]
    [InlineData(429, nameof(ApiStatus.Throttled))]
    [InlineData(500, nameof(ApiStatus.ServerError))]
    [InlineData(503, nameof(ApiStatus.ServerError))]
    [InlineData(301, nameof(ApiStatus.ServerError))]
    public void Without_a_readable_body_the_HTTP_status_decides(int code, string expected)
    {
        foreach (var body in (string[])["", "<html>Bad Gateway</html>", "{", "null", "{\"details\":7}", "{\"message\":null}"])
        {
            Assert.Equal(expected, StatusReader.Read((HttpStatusCode)code, Encoding.UTF8.GetBytes(body)).Status.ToString());
        }
    }

    [Theory]
    [InlineData("404 page not found\n")]
    [InlineData("""{"kind":"Status","message":"the server could not find the requested resource","reason":"NotFound","details":{},"code":404}""")]
    [InlineData("""{"kind":"Status","reason":"NotFound","details":{"name":""},"code":404}""")]
    public void A_404_that_names_no_object_does_not_mean_that_the_object_is_gone(string body)
    {
        Assert.Equal(ApiStatus.NotServed, StatusReader.Read(HttpStatusCode.NotFound, Encoding.UTF8.GetBytes(body)).Status);
    }

    private static (HttpStatusCode Code, byte[] Body) Answer(string recorded)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kube-apiserver", recorded + ".http"));
        var answer = text[(text.IndexOf("-----", StringComparison.Ordinal) + 5)..].TrimStart();
        var code = int.Parse(answer.Split(' ')[1], null);
        return ((HttpStatusCode)code, Encoding.UTF8.GetBytes(answer[answer.IndexOf('{', StringComparison.Ordinal)..]));
    }
}
