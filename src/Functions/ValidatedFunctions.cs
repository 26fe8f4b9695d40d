using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace Tagalong.Functions;

/// <summary>Reports the functions to the Functions host once the settings are valid, so that nothing is invoked with wrong ones.</summary>
/// <param name="generated">The functions as the build generated them.</param>
/// <param name="start">Validates the settings.</param>
internal sealed class ValidatedFunctions(IFunctionMetadataProvider generated, LabelerStart start) : IFunctionMetadataProvider
{
    public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
    {
        await start.Validated;
        return await generated.GetFunctionMetadataAsync(directory);
    }
}
