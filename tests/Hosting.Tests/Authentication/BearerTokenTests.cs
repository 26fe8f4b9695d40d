using System.Net;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Tagalong.Testing;

namespace Tagalong.Hosting.Tests.Authentication;

/// <summary>Senders with tokens of an issuer: whose are taken, and whose are not.</summary>
public class BearerTokenTests
{
    [Theory]
    [InlineData("EC")]
    [InlineData("RSA")]
    public async Task A_valid_token_authenticates_the_sender_and_its_body_is_trusted(string kind)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        if (kind == "RSA")
        {
            issuer.UseRsa();
        }

        await using var function = await Sending.StartAsync(issuer.Settings());

        using var answer = await function.AnswerToTokenAsync(issuer.Token());

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(("Labeled", 1), (function.LastOutcome().Kind, function.LastOutcome().Reads));
    }

    [Theory]
    [InlineData("another audience", "is for another audience")]
    [InlineData("no audience", "is for another audience")]
    [InlineData("expired", "has expired")]
    [InlineData("not valid yet", "has expired, is not valid yet")]
    [InlineData("without end", "has no expiration time")]
    [InlineData("another issuer", "is from an issuer that is not in")]
    [InlineData("no issuer", "is from an issuer that is not in")]
    [InlineData("another key of the same name", "has an invalid signature")]
    [InlineData("tampered with", "has an invalid signature")]
    [InlineData("no signature", "has an invalid signature")]
    [InlineData("algorithm none", "is signed by an algorithm that is not accepted")]
    [InlineData("signed by the public key", "is signed by an algorithm that is not accepted")]
    [InlineData("huge", "is not a signed JSON Web Token")]
    [InlineData("encrypted", "is not a signed JSON Web Token")]
    [InlineData("no JSON", "is not a signed JSON Web Token")]
    [InlineData("no base64", "is not a signed JSON Web Token")]
    [InlineData("empty", "must be 'Bearer' and one token")]
    [InlineData("another scheme", "must be 'Bearer' and one token")]
    public async Task An_invalid_token_is_rejected_with_the_reason_and_without_a_call(string flaw, string expected)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings());
        var header = flaw == "another scheme" ? $"Basic {issuer.Token()}" : $"Bearer {Flawed(issuer, flaw)}";

        using var answer = await function.AnswerToAsync(("Authorization", header));

        var problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer realm=\"tagalong\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Contains(expected, problem.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(("Rejected", "CredentialsRefused"), (function.LastOutcome().Kind, function.LastOutcome().Reason));
        Assert.Equal(0, function.Cluster.Requests.Reads + function.Cluster.Requests.Writes);
    }

    [Fact]
    public async Task Without_a_token_the_request_is_rejected_before_its_body_is_read()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings());
        using var message = Checkout.ReplicaSet.ToMessage();
        var body = new NeverSentContent();
        message.Content = body;
        message.Headers.ExpectContinue = true;

        using var answer = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer realm=\"tagalong\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.False(body.WasAskedFor);
        Assert.Equal("CredentialsMissing", function.LastOutcome().Reason);
    }

    [Theory]
    [InlineData("system:serviceaccount:shop:labels-source", HttpStatusCode.Accepted)]
    [InlineData("system:serviceaccount:shop2:labels-source", HttpStatusCode.Forbidden)]
    [InlineData("system:serviceaccount:shop", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    public async Task Only_configured_subjects_are_accepted(string subject, HttpStatusCode expected)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(issuer.Settings());

        var status = await function.StatusOfTokenAsync(issuer.Token(token => token.Claims["sub"] = subject));

        Assert.Equal(expected, status);
        Assert.Equal(expected == HttpStatusCode.Accepted ? "Applied" : "SenderNotAllowed", function.LastOutcome().Reason);
    }

    [Theory]
    [InlineData("azp", "4962773b-9cdb-44cf-a8bf-237846a00ab7", HttpStatusCode.Accepted)]
    [InlineData("appid", "4962773b-9cdb-44cf-a8bf-237846a00ab7", HttpStatusCode.Accepted)]
    [InlineData("azp", "00000000-0000-0000-0000-000000000000", HttpStatusCode.Forbidden)]
    [InlineData("client", "4962773b-9cdb-44cf-a8bf-237846a00ab7", HttpStatusCode.Forbidden)]
    public async Task Only_configured_applications_are_accepted(string claim, string application, HttpStatusCode expected)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(
            [.. issuer.Settings(), "Tagalong:Senders:Issuers:cluster:AuthorizedParties:0=4962773b-9cdb-44cf-a8bf-237846a00ab7"]);

        Assert.Equal(expected, await function.StatusOfTokenAsync(issuer.Token(token => token.Claims[claim] = application)));
    }

    [Theory]
    [InlineData("prod-eu-1", HttpStatusCode.Accepted)]
    [InlineData("prod-*", HttpStatusCode.Accepted)]
    [InlineData("prod-us-*", HttpStatusCode.Forbidden)]
    public async Task A_sender_can_be_limited_to_clusters(string clusters, HttpStatusCode expected)
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(
            [.. issuer.Settings(), "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig", $"Tagalong:Senders:Issuers:cluster:Clusters:0={clusters}"]);
        var before = ClusterLabels.In(function.Cluster);

        using var answer = await function.AnswerToTokenAsync(issuer.Token());

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Forbidden, before.SequenceEqual(ClusterLabels.In(function.Cluster)));
        if (expected == HttpStatusCode.Forbidden)
        {
            Assert.Equal("SenderNotAllowed", function.LastOutcome().Reason);
            Assert.Contains("cluster", function.Logs.LatestRecord.Message, StringComparison.Ordinal);
            Assert.Equal(0, function.Cluster.Requests.Reads);
        }
    }

    [Fact]
    public async Task In_a_batch_an_event_of_a_cluster_that_is_not_allowed_is_rejected_and_the_others_are_handled()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(
            [.. issuer.Settings(), "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig", "Tagalong:Senders:Issuers:cluster:Clusters:0=prod-us-1"]);
        var own = $$"""{"specversion":"1.0","id":"1","source":"s","type":"dev.knative.apiserver.resource.add","data":{{Encoding.UTF8.GetString(Checkout.ReplicaSet.Body)}}}""";
        var unknown = """{"specversion":"1.0","id":"2","source":"s","type":"none"}""";

        using var answer = await function.PostAsync(
            new StringContent($"[{own},{unknown}]", Encoding.UTF8, "application/cloudevents-batch+json"), ("Authorization", $"Bearer {issuer.Token()}"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(["Ignored", "Rejected"], function.Outcomes().Select(outcome => outcome.Kind).Order());
    }

    [Fact]
    public async Task Clusters_that_share_an_issuers_name_are_distinguished_by_their_keys()
    {
        await using var one = await FakeIssuer.StartAsync();
        await using var other = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync(
        [
            .. one.Settings("one"), .. other.Settings("other"), "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig",
            "Tagalong:Senders:Issuers:one:Clusters:0=prod-eu-1", "Tagalong:Senders:Issuers:other:Clusters:0=prod-us-1",
        ]);
        one.UseRsa();
        var (ofOne, ofOther) = (one.Token(), other.Token());

        var statuses = (await function.StatusOfTokenAsync(ofOne), await function.StatusOfTokenAsync(ofOther));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Forbidden), statuses);
    }

    [Fact]
    public async Task A_sender_whose_keys_another_issuer_offers_as_its_own_keeps_its_clusters()
    {
        await using var honest = await FakeIssuer.StartAsync();
        await using var copying = await FakeIssuer.StartAsync();
        copying.Offer(honest.Key);
        await using var function = await Sending.StartAsync(
        [
            .. copying.Settings("a-copying"), .. honest.Settings("honest"), "Tagalong:Clusters:prod-eu-1:Access=Kubeconfig",
            "Tagalong:Senders:Issuers:honest:Clusters:0=prod-eu-1", "Tagalong:Senders:Issuers:a-copying:Clusters:0=prod-us-1",
        ]);
        await function.StatusOfTokenAsync(honest.Token());
        await Eventually.EqualAsync(true, () => Task.FromResult(honest.KeysAsked == 1 && copying.KeysAsked == 1));

        Assert.Equal(HttpStatusCode.Accepted, await function.StatusOfTokenAsync(honest.Token()));
    }

    private static string Flawed(FakeIssuer issuer, string flaw)
    {
        var (header, payload, signature) = issuer.Token().Split('.') switch { var parts => (parts[0], parts[1], parts[2]) };
        switch (flaw)
        {
            case "another audience": return issuer.Token(token => token.Audience = "somebody-else");
            case "no audience": return issuer.Token(token => token.Audience = null);
            case "expired": return issuer.Token(token => (token.NotBefore, token.Expires) = (token.NotBefore - TimeSpan.FromHours(2), token.IssuedAt - TimeSpan.FromMinutes(2)));
            case "not valid yet": return issuer.Token(token => token.NotBefore = token.IssuedAt + TimeSpan.FromMinutes(2));
            case "without end": return issuer.Token(token => token.Expires = null);
            case "another issuer": return issuer.Token(token => token.Issuer = "https://somebody.example");
            case "no issuer": return issuer.Token(token => token.Issuer = null);
            case "another key of the same name":
                var known = issuer.Key.KeyId;
                issuer.Rotate();
                var forger = issuer.Key;
                issuer.Rotate();
                (issuer.Key.KeyId, forger.KeyId) = (known, known);
                return issuer.Token(token => token.SigningCredentials = FakeIssuer.SignedBy(forger));
            case "tampered with":
                var changed = Base64UrlEncoder.Decode(payload).Replace("shop:labels-source", "shop:another", StringComparison.Ordinal);
                return $"{header}.{Base64UrlEncoder.Encode(changed)}.{signature}";
            case "no signature": return $"{header}.{payload}.";
            case "algorithm none": return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
            case "signed by the public key":
                issuer.UseRsa();
                var secret = ((RsaSecurityKey)issuer.Key).Rsa.ExportSubjectPublicKeyInfo();
                return issuer.Token(token => token.SigningCredentials = new SigningCredentials(
                    new SymmetricSecurityKey(secret) { KeyId = issuer.Key.KeyId }, SecurityAlgorithms.HmacSha256));
            case "huge": return issuer.Token(token => token.Claims["groups"] = new string('x', 10_000));
            case "encrypted": return $"{header}.{payload}.{signature}.{payload}.{signature}";
            case "no JSON": return $"{Base64UrlEncoder.Encode("hello")}.{Base64UrlEncoder.Encode("world")}.{signature}";
            case "no base64": return "a b.?.!";
            case "empty": return "";
            default: throw new ArgumentException($"'{flaw}' is no flaw.", nameof(flaw));
        }
    }

    /// <summary>A body that is only sent to whoever asks for it.</summary>
    private sealed class NeverSentContent : HttpContent
    {
        public bool WasAskedFor { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            WasAskedFor = true;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
