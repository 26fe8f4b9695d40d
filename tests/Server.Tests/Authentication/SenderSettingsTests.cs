namespace Tagalong.Server.Tests.Authentication;

/// <summary>Settings of senders that cannot work, or would admit more than intended, fail the start with what to set.</summary>
public sealed class SenderSettingsTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly string[] Issuer =
        ["Issuers:azure:Authority=https://login.example/t", "Issuers:azure:Audiences:0=tagalong", "Issuers:azure:Subjects:0=*"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tagalong-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("No sender can authenticate. Set Tagalong:Senders:ApiKeys or Tagalong:Senders:Issuers, or set Tagalong:Senders:Authentication")]
    [InlineData("Tagalong:Senders:Authentication is 'None'; set one of Required, Anonymous, Platform.", "Authentication=None")]
    [InlineData("Tagalong:Senders:Authentication is '7'; set one of Required, Anonymous, Platform.", "Authentication=7")]
    [InlineData("Tagalong:Senders:Authentication is Platform, so", "Authentication=Platform", $"ApiKeys:a:Keys:0={Key}")]
    [InlineData("Tagalong:Senders:Autentication is not a setting; did you mean 'Authentication'?", "Autentication=Anonymous")]
    [InlineData("Tagalong:Senders:ApiKeys:a:Key is not a setting; did you mean 'Keys'?", $"ApiKeys:a:Key={Key}")]
    [InlineData("Tagalong:Senders:ApiKeys:a:Cluster is not a setting; did you mean 'Clusters'?", $"ApiKeys:a:Keys:0={Key}", "ApiKeys:a:Cluster:0=prod")]
    [InlineData("Tagalong:Senders:ApiKeys:a:Clusters is a list; set Tagalong:Senders:ApiKeys:a:Clusters:0", $"ApiKeys:a:Keys:0={Key}", "ApiKeys:a:Clusters=prod")]
    [InlineData("Tagalong:Senders:ApiKeys:a:Clusters:0 is empty.", $"ApiKeys:a:Keys:0={Key}", "ApiKeys:a:Clusters:0=")]
    [InlineData("Tagalong:Senders:ApiKeys:a is a section and has no value; set Tagalong:Senders:ApiKeys:a:Keys", $"ApiKeys:a={Key}")]
    [InlineData("Tagalong:Senders:ApiKeys:a has no key; set Tagalong:Senders:ApiKeys:a:Keys:0", "ApiKeys:a:Clusters:0=prod")]
    [InlineData("Tagalong:Senders:ApiKeys:a:Keys:1 has 9 characters; a key has 32 to 1024 characters", $"ApiKeys:a:Keys:0={Key}", "ApiKeys:a:Keys:1=guessable")]
    [InlineData("these share one: Tagalong:Senders:ApiKeys:a, Tagalong:Senders:ApiKeys:b.", $"ApiKeys:a:Keys:0={Key}", $"ApiKeys:b:Keys:0={Key}")]
    [InlineData("Tagalong:Senders:ApiKeys:a:KeyFile cannot be read", "ApiKeys:a:KeyFile=/no/such/file")]
    [InlineData("Tagalong:Senders:WebhookOrigins has 'https://x'", $"ApiKeys:a:Keys:0={Key}", "WebhookOrigins:0=https://x")]
    [InlineData("Tagalong:Senders:KeyRefresh is 00:00:01; set a time from 00:01:00", $"ApiKeys:a:Keys:0={Key}", "KeyRefresh=00:00:01")]
    [InlineData("Tagalong:Senders:Issuers:azure does not say where the issuer's keys are", "Issuers:azure:Issuer=x", "Issuers:azure:Audiences:0=a", "Issuers:azure:Subjects:0=*")]
    [InlineData("Tagalong:Senders:Issuers:azure:Audiences is missing", "Issuers:azure:Authority=https://login.example/t", "Issuers:azure:Subjects:0=*")]
    [InlineData("Tagalong:Senders:Issuers:azure would admit everyone who gets a token from this issuer", "Issuers:azure:Authority=https://login.example/t", "Issuers:azure:Audiences:0=a")]
    public Task The_start_fails(string expected, params string[] settings) => RefusedAsync(expected, settings);

    [Theory]
    [InlineData("Tagalong:Senders:Issuers:azure:Authority is 'http://login.example'", "Issuers:azure:Authority=http://login.example")]
    [InlineData("Tagalong:Senders:Issuers:azure:Authority is 'login.example'", "Issuers:azure:Authority=login.example")]
    [InlineData("Tagalong:Senders:Issuers:azure:KeysAddress is 'ftp://x'", "Issuers:azure:KeysAddress=ftp://x")]
    [InlineData("Tagalong:Senders:Issuers:azure:CertificateAuthority cannot be used", "Issuers:azure:CertificateAuthority=/no/such/file")]
    [InlineData("Tagalong:Senders:Issuers:azure:TokenFile cannot be used", "Issuers:azure:TokenFile=/no/such/file")]
    [InlineData("Tagalong:Senders:Issuers:azure:Audience is not a setting; did you mean 'Audiences'?", "Issuers:azure:Audience=a")]
    public Task The_start_fails_for_an_issuer_that_cannot_work(string expected, string setting) => RefusedAsync(expected, [.. Issuer, setting]);

    [Theory]
    [InlineData("ApiKeys:a:KeyFile", "", "which has no key; write one key on each line.")]
    [InlineData("ApiKeys:a:KeyFile", "guessable", "which has a key that is too short or too long")]
    [InlineData("Issuers:azure:CertificateAuthority", "hello", "holds no certificate in PEM.")]
    [InlineData("Issuers:azure:CertificateAuthority", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be used")]
    [InlineData("Issuers:azure:TokenFile", "", "is empty.")]
    public async Task The_start_fails_for_a_file_that_cannot_be_used(string setting, string content, string expected)
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var fault = await RefusedAsync(expected, [.. Issuer, $"{setting}={file}"]);

        Assert.Contains($"Tagalong:Senders:{setting}", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("guessable", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_is_reported_at_once()
    {
        var fault = await RefusedAsync("Tagalong:Senders:ApiKeys:a has no key", ["ApiKeys:a:KeyFile=", "Issuers:azure:Authority=http://x"]);

        Assert.Contains("Tagalong:Senders:Issuers:azure:Authority", fault, StringComparison.Ordinal);
        Assert.Contains("Tagalong:Senders:Issuers:azure:Audiences", fault, StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(string expected, string[] settings)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var function = await RunningFunction.StartAsync(
                ["Tagalong:Senders:Authentication=Required", .. settings.Select(setting => $"Tagalong:Senders:{setting}")]);
        });

        Assert.Contains(expected, fault.ToString(), StringComparison.Ordinal);
        return fault.Message;
    }
}
