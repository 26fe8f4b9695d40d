using System.Net.Http.Headers;
using System.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>Credentials that stay the same.</summary>
internal sealed class FixedCredentials(AuthenticationHeaderValue header) : IApiCredentials
{
    private readonly ApiCredential _credential = new(header);

    /// <exception cref="EndpointException">It is not a token.</exception>
    public static FixedCredentials Token(string token) => IsToken(token)
        ? new FixedCredentials(new AuthenticationHeaderValue("Bearer", token))
        : throw new EndpointException("the user's token has characters that no token has");

    public static FixedCredentials Basic(string? name, string? password) =>
        new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))));

    /// <summary>Whether a header can have it.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public ValueTask<ApiCredential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_credential);

    public bool Forget(ApiCredential rejected) => false;
}
