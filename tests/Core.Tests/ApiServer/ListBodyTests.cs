using System.Text;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Tests.ApiServer;

public class ListBodyTests
{
    private static readonly ResourceType ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets");

    [Theory]
    [InlineData("list-first-page-full")]
    [InlineData("list-first-page")]
    public async Task A_recorded_page_is_read_in_pieces_of_any_size(string fixture)
    {
        var text = Recorded(fixture);
        foreach (var piece in (int[])[1, 2, 7, 100, int.MaxValue])
        {
            var (body, error) = await ReadAsync(text, piece);

            var item = Assert.Single(body.Items);
            Assert.Null(error);
            Assert.Equal(("apps/v1", "ReplicaSet", "shop", "cart-56968d447d"), (item.ApiVersion, item.Kind, item.Namespace, item.Name));
            Assert.Equal("e210aee1-65e6-414f-9fcd-e25bf053b41d", Assert.Single(item.Owners).Uid);
            Assert.StartsWith("eyJ2IjoibWV0YS5rOHMuaW8vdjEi", body.Continue, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}],"metadata":{"continue":"c"}}""", "a b", "c")]
    [InlineData("""{"metadata":{"resourceVersion":"1","continue":null},"items":[]}""", "", "")]
    [InlineData("""{"metadata":null,"items":null,"extra":[{"items":[1]}]}""", "", "")]
    [InlineData("""{"extra":{"a":[1,2,{"items":[]}]},"items":[{"metadata":{"name":"a"}}]}""", "a", "")]
    public async Task The_members_of_a_list_may_have_any_order(string text, string names, string next)
    {
        foreach (var piece in (int[])[1, 3, int.MaxValue])
        {
            var (body, error) = await ReadAsync(text, piece);

            Assert.Null(error);
            Assert.Equal((names, next), (string.Join(' ', body.Items.Select(item => item.Name)), body.Continue));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":"ok","metadata":{"resourceVersion":"1"}}""")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[1]}""")]
    [InlineData("""{"items":[{}]}""")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}}]""")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}}]}{}""")]
    [InlineData("""{"items":[{"metadata":{"name":"\ud800"}}]}""")]
    [InlineData("""{"metadata":[],"items":[]}""")]
    public async Task Anything_but_a_list_is_an_error(string text)
    {
        foreach (var piece in (int[])[1, int.MaxValue])
        {
            Assert.NotNull((await ReadAsync(text, piece)).Error);
        }
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x","namespace":"shop","uid":"u"},"spec":{"template":{"metadata":{"labels":["a"]}}}}""")]
    [InlineData("""{"spec":{"template":{"metadata":{"labels":{"a":1}}}},"metadata":{"labels":{"\ud800":""},"uid":"u","namespace":"shop","name":"x"}}""")]
    public async Task An_object_that_cannot_be_read_is_skipped_and_named(string item)
    {
        foreach (var piece in (int[])[1, 3, int.MaxValue])
        {
            var (body, error) = await ReadAsync($$$"""{"items":[{"metadata":{"name":"a"}},{{{item}}},{"metadata":{"name":"b"}}],"metadata":{"continue":"c"}}""", piece);

            Assert.Equal((null, "a b", "c"), (error, string.Join(' ', body.Items.Select(item => item.Name)), body.Continue));
            Assert.Equal(new ObjectReference("apps/v1", "ReplicaSet", "shop", "x", "u"), Assert.Single(body.Unreadable).Object);
        }
    }

    [Fact]
    public async Task Only_wanted_objects_are_kept_and_a_list_may_be_much_larger_than_the_limit_of_an_object()
    {
        var list = $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"metadata":{"name":"rs-{{i}}"},"pad":"{{new string('x', 100)}}"}"""))}}]}""";

        var (body, error) = await ReadAsync(list, 1000, maxItemBytes: 100_000, item => item.Name.EndsWith("777", StringComparison.Ordinal));

        Assert.Null(error);
        Assert.Equal(20, body.Items.Length);
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(1_000_000, false)]
    public async Task An_object_that_is_too_large_is_an_error(int padding, bool isRead)
    {
        var list = $$"""{"items":[{"metadata":{"name":"a"},"pad":"{{new string('x', padding)}}"}]}""";

        var (body, error) = await ReadAsync(list, 5000, maxItemBytes: 200_000);

        Assert.Equal(isRead, error is null);
        Assert.Equal(isRead ? 1 : 0, body.Items.Length);
    }

    private static async Task<(ListBody Body, string? Error)> ReadAsync(
        string text, int piece, int maxItemBytes = 1_000_000, Func<ObjectSnapshot, bool>? isWanted = null)
    {
        using var body = new ListBody(ReplicaSets, maxItemBytes, isWanted ?? (static _ => true));
        using var stream = new InPieces(Encoding.UTF8.GetBytes(text), piece);
        var error = await body.ReadAsync(stream, static () => { }, TestContext.Current.CancellationToken);
        return (body, error);
    }

    private static string Recorded(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kube-apiserver", $"{name}.http")).ReplaceLineEndings("\n").Split("\n\n", 3)[^1];

    /// <summary>A stream that never gives more than so many bytes at once.</summary>
    private sealed class InPieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
