using System.Runtime.CompilerServices;

namespace Tagalong.Server.Tests.Queues;

/// <summary>A test that needs Azurite. It is skipped where there is none and nobody said that there is.</summary>
internal sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "Azurite is not installed; tests/Server.Tests/install-azurite brings it.";
        SkipType = typeof(Azurite);
        SkipUnless = nameof(Azurite.IsExpected);
    }
}
