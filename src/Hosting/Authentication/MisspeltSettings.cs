namespace Tagalong.Hosting.Authentication;

/// <summary>
/// Finds settings of senders that nothing reads, and lists that are none: a misspelt <c>Clusters</c> would let a sender in
/// everywhere.
/// </summary>
internal static class MisspeltSettings
{
    private static readonly string[] OfSenders =
        [nameof(SenderOptions.Authentication), nameof(SenderOptions.ApiKeys), nameof(SenderOptions.Issuers), nameof(SenderOptions.KeyRefresh),
            nameof(SenderOptions.KeyLifetime), nameof(SenderOptions.WebhookOrigins)];

    private static readonly string[] OfApiKeys = [nameof(ApiKeyOptions.Keys), nameof(ApiKeyOptions.KeyFile), nameof(ApiKeyOptions.Clusters)];

    private static readonly string[] OfIssuers =
        [nameof(IssuerOptions.Authority), nameof(IssuerOptions.Issuer), nameof(IssuerOptions.KeysAddress), nameof(IssuerOptions.Audiences),
            nameof(IssuerOptions.Subjects), nameof(IssuerOptions.AuthorizedParties), nameof(IssuerOptions.CertificateAuthority),
            nameof(IssuerOptions.TokenFile), nameof(IssuerOptions.Clusters)];

    private static readonly string[] Lists =
        [nameof(SenderOptions.WebhookOrigins), nameof(ApiKeyOptions.Keys), nameof(ApiKeyOptions.Clusters), nameof(IssuerOptions.Audiences),
            nameof(IssuerOptions.Subjects), nameof(IssuerOptions.AuthorizedParties)];

    /// <summary>What is wrong, a sentence each.</summary>
    /// <param name="senders">The section <c>Tagalong:Senders</c>.</param>
    public static IEnumerable<string> In(IConfigurationSection senders) =>
        [
            .. In(senders, OfSenders),
            .. senders.GetSection(nameof(SenderOptions.ApiKeys)).GetChildren().SelectMany(static sender => In(sender, OfApiKeys)),
            .. senders.GetSection(nameof(SenderOptions.Issuers)).GetChildren().SelectMany(static issuer => In(issuer, OfIssuers)),
        ];

    private static IEnumerable<string> In(IConfigurationSection section, string[] known)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            yield return $"{section.Path} is no setting itself; it has {string.Join(", ", known)}.";
        }

        foreach (var setting in section.GetChildren())
        {
            if (!known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{setting.Path} is no setting; there are {string.Join(", ", known)}.";
            }
            else if (!Lists.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }
            else if (!string.IsNullOrEmpty(setting.Value))
            {
                yield return $"{setting.Path} is a list; write {setting.Path}:0, {setting.Path}:1 and so on.";
            }
            else if (setting.GetChildren().FirstOrDefault(static entry => string.IsNullOrWhiteSpace(entry.Value)) is { } empty)
            {
                yield return $"{empty.Path} is empty.";
            }
        }
    }
}
