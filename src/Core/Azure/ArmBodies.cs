using Azure.Core;

namespace Tagalong.Core.Azure;

/// <summary>Who asks the Resource Manager for too much is to come back later: its answer is passed on instead of waited for.</summary>
internal sealed class ArmBodies : ResponseClassifier
{
    public override bool IsRetriableResponse(HttpMessage message) => message.Response.Status != 429 && base.IsRetriableResponse(message);
}
