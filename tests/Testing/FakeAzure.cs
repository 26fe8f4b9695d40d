using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Tagalong.DevCluster;

namespace Tagalong.Testing;

/// <summary>
/// Entra ID's token endpoint and Azure's Resource Manager on one loopback port, over TLS with a test authority. The token for AKS is the dev
/// cluster's administrator's, and every AKS cluster has the dev cluster's address.
/// </summary>
public sealed class FakeAzure : IAsyncDisposable
{
    public const string Subscription = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";
    public const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    public const string Client = "11111111-2222-3333-4444-555555555555";
    public const string Group = $"/subscriptions/{Subscription}/resourceGroups/shops/providers/Microsoft.ContainerService";

    private const string ArmToken = "arm-token-s3cret";

    private readonly string _folder = Directory.CreateTempSubdirectory("tagalong-azure").FullName;
    private readonly DevApiServer _cluster;
    private WebApplication? _application;

    private FakeAzure(DevApiServer cluster)
    {
        _cluster = cluster;
        AksToken = cluster.AdminToken;
        using var authority = Certificates.Authority("fake-azure-ca");
        Server = Certificates.Signed(authority, "fake-azure");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(FederatedTokenFile, "federated-1");
    }

    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    public string FederatedTokenFile => Path.Combine(_folder, "federated-token");

    public Uri Url { get; private set; } = new("https://127.0.0.1");

    /// <summary>The token that is returned for AKS.</summary>
    public string AksToken { get; set; }

    /// <summary>How long tokens are valid.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The requests to the token endpoints: the form, or the query.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> TokenRequests { get; } = new();

    /// <summary>The requests to the Resource Manager: method, path and query.</summary>
    public ConcurrentQueue<string> ArmRequests { get; } = new();

    /// <summary>Answers instead of the token endpoint, if it does not return null.</summary>
    public Func<IReadOnlyDictionary<string, string>, (int Status, string Body)?> OnToken { get; set; } = static _ => null;

    /// <summary>Answers instead of the Resource Manager, if it does not return null.</summary>
    public Func<string, (int Status, string Body)?> OnArm { get; set; } = static _ => null;

    /// <summary>Whether the Resource Manager never answers.</summary>
    public bool ArmHangs { get; set; }

    /// <summary>The user in the kubeconfigs.</summary>
    public string KubeconfigUser { get; set; } = "exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, args: [get-token] }";

    /// <summary>The server in the kubeconfigs; the dev cluster if empty.</summary>
    public string KubeconfigServer { get; set; } = "";

    /// <summary>The authority in the kubeconfigs, as PEM; the dev cluster's if empty.</summary>
    public string KubeconfigAuthority { get; set; } = "";

    private X509Certificate2 Server { get; }

    public static async Task<FakeAzure> StartAsync(DevApiServer cluster)
    {
        var azure = new FakeAzure(cluster);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            endpoint.UseHttps(https => (https.ServerCertificate, https.ClientCertificateMode, https.ClientCertificateValidation) =
                (azure.Server, ClientCertificateMode.AllowCertificate, static (_, _, _) => true))));
        azure._application = builder.Build();
        azure._application.Run(azure.ServeAsync);
        await azure._application.StartAsync(TestContext.Current.CancellationToken);
        azure.Url = new Uri(azure._application.Urls.First());
        return azure;
    }

    /// <summary>The settings to use it, with workload identity.</summary>
    public string[] Settings(params string[] more) =>
    [
        $"Azure:AuthorityHost={Url}", $"Azure:ResourceManager={Url}", $"Azure:CertificateAuthority={AuthorityFile}",
        $"Azure:FederatedTokenFile={FederatedTokenFile}", $"Azure:ClientId={Client}", $"Azure:TenantId={Tenant}", "ApiCalls:MaxRetries=0",
        .. more,
    ];

    public static string ClusterId(string name) => $"{Group}/managedClusters/{name}";

    public int TokensFor(string scope) => TokenRequests.Count(request => request.Values.Any(value => value.Contains(scope, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application!.StopAsync(now.Token);
        await _application.DisposeAsync();
        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            await GiveTokenAsync(context, form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()), "scope");
        }
        else if (path == "/msi/token")
        {
            var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
            query["header"] = context.Request.Headers["X-IDENTITY-HEADER"].ToString();
            await GiveTokenAsync(context, query, "resource");
        }
        else if (path.StartsWith("/subscriptions/", StringComparison.Ordinal))
        {
            await ManageAsync(context);
        }
        else if (path.StartsWith("/apis/", StringComparison.Ordinal))
        {
            // An API server that authenticates by client certificate.
            var name = (await context.Connection.GetClientCertificateAsync(context.RequestAborted))?.Subject ?? "nobody";
            await AnswerAsync(context, 200, $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name.Replace("CN=", "", StringComparison.Ordinal)}}}","namespace":"default","uid":"u"}}""");
        }
        else
        {
            await AnswerAsync(context, 404, "{}");
        }
    }

    private async Task GiveTokenAsync(HttpContext context, Dictionary<string, string> request, string audience)
    {
        TokenRequests.Enqueue(request);
        if (OnToken(request) is { } other)
        {
            await AnswerAsync(context, other.Status, other.Body);
            return;
        }

        var seconds = (long)TokenLifetime.TotalSeconds;
        var isForAks = request[audience].Contains("6dae42f8-4368-4678-94ff-3960e28e3630", StringComparison.Ordinal);
        await AnswerAsync(context, 200, new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["expires_on"] = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture),
            ["resource"] = request[audience],
            ["access_token"] = isForAks ? AksToken : ArmToken,
        }.ToJsonString());
    }

    private async Task ManageAsync(HttpContext context)
    {
        var asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        ArmRequests.Enqueue(asked);
        if (ArmHangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        var (status, body) = context.Request.Headers.Authorization != $"Bearer {ArmToken}" ? (401, Error("InvalidAuthenticationToken"))
            : OnArm(asked) is { } other ? other
            : asked.Contains("/listClusterUserCredential?", StringComparison.Ordinal) ? (200, Kubeconfigs())
            : (404, Error("ResourceNotFound"));
        if (status == 429)
        {
            context.Response.Headers.RetryAfter = "17";
        }

        await AnswerAsync(context, status, body);
    }

    public static string Error(string code) => $$$"""{"error":{"code":"{{{code}}}","message":"s3cret words"}}""";

    /// <summary>A page of clusters.</summary>
    public static string Page(string? nextLink, params string[] clusterIds) => new JsonObject
    {
        ["value"] = new JsonArray([.. clusterIds.Select(id => new JsonObject
        {
            ["id"] = id,
            ["name"] = id.Split('/')[^1],
            ["type"] = "Microsoft.ContainerService/ManagedClusters",
            ["properties"] = new JsonObject { ["fqdn"] = "x", ["agentPoolProfiles"] = new JsonArray(new JsonObject { ["name"] = "system" }) },
        })]),
        ["nextLink"] = nextLink,
    }.ToJsonString();

    private string Kubeconfigs()
    {
        var (server, authority) = (KubeconfigServer.Length > 0 ? KubeconfigServer : _cluster.Url.GetLeftPart(UriPartial.Authority),
            KubeconfigAuthority.Length > 0 ? KubeconfigAuthority : _cluster.CertificateAuthorityPem);
        var kubeconfig = $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: shop
              cluster:
                certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authority))}
                server: {server}
            contexts:
            - name: shop
              context: {"{"} cluster: shop, user: clusterUser_shops_shop {"}"}
            current-context: shop
            users:
            - name: clusterUser_shops_shop
              user:
                {KubeconfigUser}
            """;
        return new JsonObject
        {
            ["kubeconfigs"] = new JsonArray(new JsonObject { ["name"] = "clusterUser", ["value"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(kubeconfig)) }),
        }.ToJsonString();
    }

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
