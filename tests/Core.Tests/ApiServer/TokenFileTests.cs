using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Tests.Fleet;

namespace Tagalong.Core.Tests.ApiServer;

public sealed class TokenFileTests : IDisposable
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _files = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger _log = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_token_is_read_again_after_10_seconds()
    {
        var tokens = new TokenFile(_files.Write("token", "first\n"), fallback: null, _clock, _log);

        var first = await tokens.GetAsync(Cancelled);
        _files.Write("token", "second\n");
        var remembered = await tokens.GetAsync(Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(11));
        var rotated = await tokens.GetAsync(Cancelled);

        Assert.Same(first, remembered);
        Assert.Equal(("first", "second"), (first.Header?.Parameter, rotated.Header?.Parameter));
    }

    [Fact]
    public async Task A_rejected_token_is_read_again_at_once()
    {
        var tokens = new TokenFile(_files.Write("token", "first"), fallback: null, _clock, _log);
        var first = await tokens.GetAsync(Cancelled);
        _files.Write("token", "second");

        Assert.True(tokens.Forget(first));
        Assert.Equal("second", (await tokens.GetAsync(Cancelled)).Header?.Parameter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData(null)]
    public async Task A_file_that_holds_no_token_keeps_the_earlier_one_and_is_logged_once(string? content)
    {
        var tokens = new TokenFile(_files.Write("token", "first"), fallback: null, _clock, _log);
        await tokens.GetAsync(Cancelled);
        if (content is null)
        {
            File.Delete(_files["token"]);
        }
        else
        {
            _files.Write("token", content);
        }

        for (var check = 0; check < 3; check++)
        {
            _clock.Advance(TimeSpan.FromSeconds(11));
            Assert.Equal("first", (await tokens.GetAsync(Cancelled)).Header?.Parameter);
        }

        Assert.EndsWith(" The earlier token is used until the file is correct.", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_token_there_are_no_credentials()
    {
        var tokens = new TokenFile(_files["token"], fallback: null, _clock, _log);

        var error = await Assert.ThrowsAsync<CredentialException>(async () => await tokens.GetAsync(Cancelled));

        Assert.StartsWith($"The token file {_files["token"]} cannot be read: ", error.Message, StringComparison.Ordinal);
    }
}
