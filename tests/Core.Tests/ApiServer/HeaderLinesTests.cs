using System.Text;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

public class HeaderLinesTests
{
    [Fact]
    public void Headers_with_one_value_each_need_no_lines() =>
        Assert.Null(HeaderLines.Of([new("Impersonate-User", "a"), new("Impersonate-Group", "b")]));

    [Fact]
    public async Task Each_value_is_a_line_however_the_request_is_cut()
    {
        var lines = HeaderLines.Of([new("Impersonate-User", "ü"), new("Impersonate-Group", "a"), new("Impersonate-Group", "b")])!;
        using var message = new HttpRequestMessage();
        lines.AddTo(message);
        var (name, value) = (message.Headers.Single().Key, message.Headers.Single().Value.Single());
        var request = Encoding.UTF8.GetBytes($"GET /X-Tagalong- HTTP/1.1\r\nHost: x\r\n{name}: {value}\r\nAccept: y\r\n\r\n{{\"X-Tag\":1}}");

        for (var size = 1; size <= request.Length; size++)
        {
            using var sent = new MemoryStream();
            await using var connection = lines.Over(sent);
            foreach (var part in request.Chunk(size))
            {
                await connection.WriteAsync(part, TestContext.Current.CancellationToken);
            }

            Assert.Equal(
                "GET /X-Tagalong- HTTP/1.1\r\nHost: x\r\nImpersonate-User: ü\r\nImpersonate-Group: a\r\nImpersonate-Group: b\r\nAccept: y\r\n\r\n{\"X-Tag\":1}",
                Encoding.UTF8.GetString(sent.ToArray()));
        }
    }
}
