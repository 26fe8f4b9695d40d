using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.Tests.Authentication;

/// <summary>
/// The keys of an issuer: fetched seldom, found when they are new, and missed without loss. A 401 is final for Event Grid, so
/// it is given only where the issuer was asked.
/// </summary>
public class IssuerKeysTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    public static TheoryData<string> Faults => ["error", "redirect", "garbage", "no keys", "symmetric keys", "too much"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_the_keys_cannot_be_fetched_the_sender_retries_and_nothing_is_lost(string fault)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        issuer.Fault = FaultOf(fault);

        using var whileDown = await function.AnswerToTokenAsync(issuer.Token(time: _clock));
        issuer.Fault = null;
        _clock.Advance(IssuerKeys.PauseAfterFailure);
        var afterwards = await function.StatusOfTokenAsync(issuer.Token(time: _clock));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, whileDown.StatusCode);
        Assert.Equal("2", whileDown.Headers.RetryAfter?.ToString());
        Assert.Equal(("Deferred", "IssuerUnavailable"), (function.Outcomes().First().Kind, function.Outcomes().First().Reason));
        Assert.Equal(HttpStatusCode.Accepted, afterwards);
    }

    [Fact]
    public async Task An_issuer_that_does_not_respond_is_given_a_limited_time()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        var forEver = new TaskCompletionSource();
        issuer.Fault = _ => forEver.Task;

        var answer = function.StatusOfTokenAsync(issuer.Token(time: _clock));
        await UntilAsync(() => !issuer.Asked.IsEmpty);
        _clock.Advance(IssuerKeys.FetchTimeout);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await answer);
        forEver.SetResult();
    }

    [Fact]
    public async Task An_issuer_that_is_down_is_not_called_for_every_event()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        issuer.Fault = FaultOf("error");

        for (var sent = 0; sent < 10; sent++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await function.StatusOfTokenAsync(issuer.Token(time: _clock)));
        }

        Assert.Single(issuer.Asked);
    }

    [Fact]
    public async Task An_issuer_with_an_untrusted_certificate_is_not_trusted()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var stranger = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(
            [.. issuer.Settings(), $"Tagalong:Senders:Issuers:cluster:CertificateAuthority={stranger.CertificateFile}"]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await function.StatusOfTokenAsync(issuer.Token()));
        Assert.Empty(issuer.Asked);
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_concurrent_requests_and_cached()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings());
        var token = issuer.Token();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => function.StatusOfTokenAsync(token)));
        statuses = [.. statuses, await function.StatusOfTokenAsync(token)];

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.Accepted, status));
        Assert.Equal(1, issuer.KeysAsked);
    }

    [Fact]
    public async Task Cached_keys_are_used_while_the_issuer_is_down_up_to_their_lifetime()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync([.. issuer.Settings(), "Tagalong:Senders:KeyLifetime=12:00:00"], _clock);
        await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        issuer.Fault = FaultOf("error");

        _clock.Advance(TimeSpan.FromHours(11));
        var known = await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        _clock.Advance(TimeSpan.FromHours(2));
        var tooOld = await function.StatusOfTokenAsync(issuer.Token(time: _clock));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable), (known, tooOld));
    }

    [Fact]
    public async Task Old_keys_are_refreshed_in_the_background()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        await function.StatusOfTokenAsync(issuer.Token(time: _clock));

        _clock.Advance(TimeSpan.FromMinutes(61));
        var status = await function.StatusOfTokenAsync(issuer.Token(time: _clock));

        Assert.Equal(HttpStatusCode.Accepted, status);
        await UntilAsync(() => issuer.KeysAsked == 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_key_is_found_at_once_and_the_old_one_is_no_longer_accepted(bool tokensNameTheirKey)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        var old = Signed(issuer, tokensNameTheirKey);
        await function.StatusOfTokenAsync(old);
        issuer.Rotate();
        _clock.Advance(IssuerKeys.PauseAfterSuccess);

        var withTheNew = await function.StatusOfTokenAsync(Signed(issuer, tokensNameTheirKey));
        _clock.Advance(IssuerKeys.PauseAfterSuccess);
        var withTheOld = await function.StatusOfTokenAsync(old);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Unauthorized), (withTheNew, withTheOld));
    }

    [Fact]
    public async Task Tokens_of_unknown_keys_do_not_cause_a_fetch_each_and_are_rejected_only_after_a_fetch()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        var known = issuer.Key;
        issuer.Rotate();
        var (forged, forger) = (issuer.Token(time: _clock), issuer.Key);
        var genuine = issuer.Token(token => token.SigningCredentials = FakeIssuer.SignedBy(known), _clock);

        var inThePause = (await function.StatusOfTokenAsync(forged), await function.StatusOfTokenAsync(forged), await function.StatusOfTokenAsync(genuine));
        var asked = issuer.KeysAsked;
        issuer.Rotate();
        _clock.Advance(IssuerKeys.PauseAfterSuccess);
        var afterwards = await function.StatusOfTokenAsync(forged);

        Assert.NotEqual(issuer.Key, forger);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), inThePause);
        Assert.Equal((1, 2), (asked, issuer.KeysAsked));
        Assert.Equal(HttpStatusCode.Unauthorized, afterwards);
    }

    [Fact]
    public async Task A_token_with_a_new_key_is_retried_while_the_issuer_is_down()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        issuer.Rotate();
        issuer.Fault = FaultOf("error");
        _clock.Advance(IssuerKeys.PauseAfterSuccess);

        var whileDown = await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        issuer.Fault = null;
        _clock.Advance(IssuerKeys.PauseAfterFailure);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, whileDown);
        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfTokenAsync(issuer.Token(time: _clock)));
    }

    [Fact]
    public async Task A_key_that_an_issuer_does_not_have_is_not_asked_for_again_within_a_minute()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings(), _clock);
        issuer.Rotate();
        var gone = issuer.Token(time: _clock);
        issuer.Rotate();

        var first = await function.StatusOfTokenAsync(gone);
        _clock.Advance(IssuerKeys.PauseAfterSuccess);
        var remembered = await function.StatusOfTokenAsync(gone);
        var asked = issuer.KeysAsked;
        _clock.Advance(IssuerKeys.PauseAfterUnknownKey);
        var later = await function.StatusOfTokenAsync(gone);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Unauthorized), (first, remembered, later));
        Assert.Equal((1, 2), (asked, issuer.KeysAsked));
    }

    [Fact]
    public async Task Issuers_of_the_same_name_that_hang_delay_nobody_whose_issuer_responds()
    {
        await using var healthy = await FakeIssuer.StartAsync();
        await using var hanging = await FakeIssuer.StartAsync();
        var names = Enumerable.Range(0, 100).Select(static number => $"spoke-{number:00}").ToList();
        await using var function = await Sending.StartAsync(
            names.SelectMany(name => (name == "spoke-50" ? healthy : hanging).Settings(name)), _clock);
        var never = new TaskCompletionSource();
        hanging.Fault = _ => never.Task;
        healthy.UseRsa();

        // The clock stands still, so that no fetch runs out of time: each of these would wait for ever if it waited for the others.
        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfTokenAsync(healthy.Token(time: _clock)));
        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfTokenAsync(healthy.Token(time: _clock)));
        Assert.Equal(1, healthy.KeysAsked);
        never.SetResult();
    }

    [Fact]
    public async Task Of_two_issuers_with_one_name_the_token_may_be_from_the_one_that_is_down()
    {
        await using var up = await FakeIssuer.StartAsync();
        await using var down = await FakeIssuer.StartAsync();
        down.Rotate();
        await using var function = await Sending.StartAsync([.. up.Settings("up"), .. down.Settings("down")], _clock);
        down.Fault = FaultOf("error");

        var ofTheOneThatIsUp = await function.StatusOfTokenAsync(up.Token(time: _clock));
        _clock.Advance(IssuerKeys.PauseAfterSuccess);
        var ofTheOther = await function.StatusOfTokenAsync(down.Token(time: _clock));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable), (ofTheOneThatIsUp, ofTheOther));
    }

    [Fact]
    public async Task An_issuer_that_requires_a_token_gets_the_current_one_from_the_file()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "before\n", TestContext.Current.CancellationToken);
        await using var function = await Sending.StartAsync([.. issuer.Settings(), $"Tagalong:Senders:Issuers:cluster:TokenFile={file}"], _clock);
        issuer.WantedToken = "after";

        var refused = await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        await File.WriteAllTextAsync(file, "after\n", TestContext.Current.CancellationToken);
        _clock.Advance(IssuerKeys.PauseAfterFailure);
        var taken = await function.StatusOfTokenAsync(issuer.Token(time: _clock));
        File.Delete(file);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), (refused, taken));
    }

    [Fact]
    public async Task An_issuer_with_a_name_and_a_keys_address_needs_no_discovery()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(
        [
            .. issuer.Settings(), "Tagalong:Senders:Issuers:cluster:Authority=",
            $"Tagalong:Senders:Issuers:cluster:Issuer={issuer.Name}", $"Tagalong:Senders:Issuers:cluster:KeysAddress={issuer.Address}/keys",
        ]);

        var strangers = await function.StatusOfTokenAsync(issuer.Token(token => token.Issuer = "https://somebody.example"));
        var askedForAStranger = issuer.Asked.Count;
        var own = await function.StatusOfTokenAsync(issuer.Token());

        Assert.Equal((HttpStatusCode.Unauthorized, 0), (strangers, askedForAStranger));
        Assert.Equal(HttpStatusCode.Accepted, own);
        Assert.Equal(["/keys"], issuer.Asked);
    }

    private string Signed(FakeIssuer issuer, bool namesKey) => issuer.Token(
        token =>
        {
            if (!namesKey)
            {
                token.SigningCredentials = FakeIssuer.SignedBy(new ECDsaSecurityKey(((ECDsaSecurityKey)issuer.Key).ECDsa));
            }
        },
        _clock);

    private static RequestDelegate FaultOf(string name) => name switch
    {
        "error" => context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        }
        ,
        "redirect" => context =>
        {
            context.Response.Redirect($"https://{context.Request.Host}/elsewhere");
            return Task.CompletedTask;
        }
        ,
        "garbage" => context => context.Response.WriteAsync("<html>"),
        "no keys" => context => context.Response.WriteAsync($$"""{"issuer":"i","jwks_uri":"https://{{context.Request.Host}}/keys","keys":[]}"""),
        "symmetric keys" => context => context.Response.WriteAsync(
            $$"""{"issuer":"i","jwks_uri":"https://{{context.Request.Host}}/keys","keys":[{"kty":"oct","kid":"key-1","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"}]}"""),
        "too much" => context => context.Response.WriteAsync(new string(' ', 2_000_000)),
        _ => throw new ArgumentException($"'{name}' is no fault.", nameof(name)),
    };

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 6000 && !holds(); attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(holds(), "It did not happen within five seconds.");
    }
}
