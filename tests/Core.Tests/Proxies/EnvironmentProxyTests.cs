using Tagalong.Core.Proxies;

namespace Tagalong.Core.Tests.Proxies;

/// <summary>The environment's proxies, by the rules of Go's httpproxy package. The cases are those of its tests where it has any.</summary>
public class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://10.96.0.1:443/", "10.0.0.0/8", true)]
    [InlineData("https://11.96.0.1:443/", "10.0.0.0/8", false)]
    [InlineData("https://10.96.0.1:443/", "10.96.0.7/12", true)]
    [InlineData("https://10.112.0.1:443/", "10.96.0.0/12", false)]
    [InlineData("https://10.96.0.1/", ".cluster.local,.svc, 172.30.0.0/16 ,10.96.0.0/12", true)]
    [InlineData("https://[fd00::7]:6443/", "fd00::/8", true)]
    [InlineData("https://[fe00::7]:6443/", "fd00::/8", false)]
    [InlineData("https://10.96.0.1/", "10.96.0.1", true)]
    [InlineData("https://10.96.0.1:6443/", "10.96.0.1:6443", true)]
    [InlineData("https://10.96.0.1/", "10.96.0.1:6443", false)]
    [InlineData("https://[fd00::7]:6443/", "[fd00::7]:6443", true)]
    [InlineData("https://[fd00::7]:6443/", "fd00::7", true)]
    [InlineData("https://api.example/", "api.example", true)]
    [InlineData("https://x.api.example/", "api.example", true)]
    [InlineData("https://xapi.example/", "api.example", false)]
    [InlineData("https://API.Example/", "api.EXAMPLE", true)]
    [InlineData("https://api.example/", ".api.example", false)]
    [InlineData("https://x.api.example/", ".api.example", true)]
    [InlineData("https://api.example/", "*.api.example", false)]
    [InlineData("https://x.api.example/", "*.api.example", true)]
    [InlineData("https://api.example:6443/", "api.example:6443", true)]
    [InlineData("https://api.example/", "api.example:443", true)]
    [InlineData("https://api.example/", "api.example:6443", false)]
    [InlineData("https://api.example/", "*", true)]
    [InlineData("https://10.0.0.1/", "a,*,b", true)]
    [InlineData("https://api.example/", "api.example.org", false)]
    [InlineData("https://api.example/", "", false)]
    [InlineData("https://10.0.0.1/", "10", false)]
    [InlineData("https://10.0.0.1/", ":80,,.", false)]
    [InlineData("https://localhost:6443/", "", true)]
    [InlineData("https://127.0.0.2:6443/", "", true)]
    [InlineData("https://[::1]:6443/", "", true)]
    public void NO_PROXY_has_addresses_ranges_domains_and_ports(string url, string noProxy, bool isDirect)
    {
        var proxy = new EnvironmentProxy(Variables(("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", noProxy)));

        Assert.Equal((isDirect, isDirect ? null : new Uri("http://proxy:3128")), (proxy.IsBypassed(new Uri(url)), proxy.GetProxy(new Uri(url))));
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "https://a.example", "http://p:1/")]
    [InlineData("https_proxy", "https://a.example", "http://p:1/")]
    [InlineData("HTTP_PROXY", "http://a.example", "http://p:1/")]
    [InlineData("HTTP_PROXY", "https://a.example", null)]
    [InlineData("HTTPS_PROXY", "http://a.example", null)]
    [InlineData("ALL_PROXY", "https://a.example", null)]
    public void Each_scheme_has_its_variable(string variable, string url, string? expected)
    {
        var proxy = new EnvironmentProxy(Variables((variable, "http://p:1")));

        Assert.Equal(expected, proxy.GetProxy(new Uri(url))?.AbsoluteUri);
    }

    [Fact]
    public void The_upper_case_name_has_precedence()
    {
        var proxy = new EnvironmentProxy(Variables(("HTTPS_PROXY", "http://upper:1"), ("https_proxy", "http://lower:1")));

        Assert.Equal("upper", proxy.GetProxy(new Uri("https://a.example"))?.Host);
    }

    [Theory]
    [InlineData("proxy:3128", "http://proxy:3128/")]
    [InlineData("10.0.0.1:3128", "http://10.0.0.1:3128/")]
    [InlineData("https://proxy", "https://proxy/")]
    [InlineData("socks5://proxy:1080", "socks5://proxy:1080/")]
    [InlineData("socks5h://proxy:1080", "socks5://proxy:1080/")]
    public void A_proxy_may_have_no_scheme(string text, string expected) =>
        Assert.Equal(expected, new EnvironmentProxy(Variables(("HTTPS_PROXY", text))).GetProxy(new Uri("https://a.example"))?.AbsoluteUri);

    [Fact]
    public void A_malformed_proxy_is_an_error_that_does_not_quote_it()
    {
        var error = Assert.Single(new EnvironmentProxy(Variables(("HTTPS_PROXY", "ftp://me:s3cret@proxy"))).Errors);

        Assert.Equal("The environment variable HTTPS_PROXY is not the URL of a proxy: http://…, https://… or socks5://….", error);
    }

    [Fact]
    public void The_name_and_password_in_the_URL_are_the_credentials()
    {
        var proxy = new EnvironmentProxy(Variables(("HTTPS_PROXY", "http://me:p%40ss@proxy:3128"), ("HTTP_PROXY", "http://other:3128")));

        var credential = proxy.Credentials!.GetCredential(new Uri("http://proxy:3128"), "Basic");

        Assert.Equal(("me", "p@ss"), (credential?.UserName, credential?.Password));
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://other:3128"), "Basic"));
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
