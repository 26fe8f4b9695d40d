using System.Net;
using System.Text;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

public class StatusReaderTests
{
    [Theory]
    [InlineData("get-unauthorized", ApiStatus.Unauthenticated)]
    [InlineData("get-forbidden", ApiStatus.Forbidden)]
    [InlineData("patch-forbidden", ApiStatus.Forbidden)]
    [InlineData("get-not-found", ApiStatus.NotFound)]
    [InlineData("apply-conflict", ApiStatus.FieldConflict)]
    [InlineData("apply-missing-object-with-uid", ApiStatus.UidMismatch)]
    [InlineData("apply-wrong-uid", ApiStatus.UidMismatch)]
    [InlineData("apply-invalid-label-value", ApiStatus.Invalid)]
    [InlineData("apply-no-field-manager", ApiStatus.Invalid)]
    [InlineData("unsupported-media-type", ApiStatus.Invalid)]
    public void A_recorded_refusal_is_told_apart(string recorded, ApiStatus expected)
    {
        var (code, body) = Answer(recorded);

        Assert.Equal(expected, StatusReader.Read(code, body).Status);
    }

    [Fact]
    public void A_conflict_names_the_labels_that_others_own()
    {
        var (code, body) = Answer("apply-conflict");

        Assert.Equal(["tier", "version"], StatusReader.Read(code, body).ConflictingLabels);
    }

    [Fact]
    public void Keys_with_dots_and_slashes_are_named_whole()
    {
        var body = """{"details":{"causes":[{"reason":"FieldManagerConflict","field":".metadata.labels.app.kubernetes.io/part-of"}]}}"""u8;

        Assert.Equal(["app.kubernetes.io/part-of"], StatusReader.Read(HttpStatusCode.Conflict, body).ConflictingLabels);
    }

    [Theory]
    [InlineData(409, ApiStatus.Conflict)]
    [InlineData(408, ApiStatus.TimedOut)]
    [InlineData(429, ApiStatus.Throttled)]
    [InlineData(500, ApiStatus.ServerError)]
    [InlineData(503, ApiStatus.ServerError)]
    [InlineData(301, ApiStatus.ServerError)]
    public void Where_the_body_says_nothing_the_code_decides(int code, ApiStatus expected)
    {
        foreach (var body in (string[])["", "<html>Bad Gateway</html>", "{", "null", "{\"details\":7}", "{\"message\":null}"])
        {
            Assert.Equal(expected, StatusReader.Read((HttpStatusCode)code, Encoding.UTF8.GetBytes(body)).Status);
        }
    }

    [Theory]
    [InlineData("404 page not found\n")]
    [InlineData("""{"kind":"Status","message":"the server could not find the requested resource","reason":"NotFound","details":{},"code":404}""")]
    [InlineData("""{"kind":"Status","reason":"NotFound","details":{"name":""},"code":404}""")]
    public void A_404_that_names_no_object_does_not_say_that_it_is_gone(string body)
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
