using k8s.Authentication;

namespace Tagalong.Core.ApiServer;

/// <summary>A bearer token that is remembered for a while, and can be had anew when the API server refuses it.</summary>
internal interface IRenewableToken : ITokenProvider
{
    /// <summary>Forgets what is remembered: the next token is asked for anew.</summary>
    void Forget();
}
