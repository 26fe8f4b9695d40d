using System.Text;
using System.Text.Json;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

public class WatchBodyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Lines_are_handled_one_by_one_however_they_arrive(int piece)
    {
        var large = new string('x', 200_000);
        var (answer, lines) = await ReadAsync($"one\ntwo\n\n{large}\nhalf", piece);

        Assert.Equal(ApiStatus.Ok, answer.Status);
        Assert.Equal(["one", "two", large], lines);
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_the_watch()
    {
        var (answer, lines) = await ReadAsync($"one\n{new string('x', 2_000_000)}\n", 50_000);

        Assert.Equal(ApiStatus.ServerError, answer.Status);
        Assert.Equal(["one"], lines);
    }

    [Fact]
    public async Task The_handler_of_lines_may_end_the_watch()
    {
        var (answer, lines) = await ReadAsync("one\nend\ntwo\n", 100);

        Assert.Equal(ApiStatus.Expired, answer.Status);
        Assert.Equal(["one", "end"], lines);
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"kind":"X"}}""", "ADDED", """{"kind":"X"}""")]
    [InlineData("""{"object": {"a":[{}]} ,"more":1,"type":"BOOKMARK"}""", "BOOKMARK", """{"a":[{}]}""")]
    public void A_line_has_a_type_and_an_object(string line, string type, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(line);

        var read = WatchLine.Read(bytes);

        Assert.Equal((type, shown), (read.Type, Encoding.UTF8.GetString(bytes.AsSpan()[read.Object])));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":null}""")]
    [InlineData("""{"object":{}}""")]
    public void An_incomplete_line_is_an_error(string line) =>
        Assert.Throws<JsonException>(() => WatchLine.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void The_recorded_watches_of_a_real_API_server_are_read()
    {
        var lines = Recorded("watch-bookmarks.http");
        var bookmark = WatchLine.Read(lines[^1]);
        var tooOld = Recorded("watch-too-old-410.http").Select(line => (Line: line, Read: WatchLine.Read(line))).Single();

        Assert.Equal(["ADDED", "ADDED", "BOOKMARK"], lines.Select(static line => WatchLine.Read(line).Type));
        Assert.Equal(("32632", true), WatchLine.ReadBookmark(lines[^1].AsSpan()[bookmark.Object]));
        Assert.Equal(("ERROR", 410), (tooOld.Read.Type, WatchLine.ReadCode(tooOld.Line.AsSpan()[tooOld.Read.Object])));
    }

    private static List<byte[]> Recorded(string name) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kube-apiserver", name)).Where(static line => line.StartsWith('{')).Select(Encoding.UTF8.GetBytes)];

    private static async Task<(ApiResult Answer, List<string> Lines)> ReadAsync(string text, int piece)
    {
        var lines = new List<string>();
        using var body = new WatchBody(1_000_000, (line, _) =>
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
            return ValueTask.FromResult<ApiResult?>(lines[^1] == "end" ? new ApiResult(ApiStatus.Expired) : null);
        });
        using var stream = new InPieces(Encoding.UTF8.GetBytes(text), piece);
        return (await body.ReadAsync(stream, TestContext.Current.CancellationToken), lines);
    }

    private sealed class InPieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
