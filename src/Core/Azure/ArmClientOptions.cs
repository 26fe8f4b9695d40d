using Azure.Core;

namespace Tagalong.Core.Azure;

/// <summary>How the Resource Manager is talked to.</summary>
internal sealed class ArmClientOptions : ClientOptions;
