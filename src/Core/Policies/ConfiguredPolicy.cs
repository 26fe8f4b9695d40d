using Microsoft.Extensions.Options;

namespace Tagalong.Core.Policies;

/// <summary>Loads the configured policies, once; nothing starts with a fault in them.</summary>
internal sealed class ConfiguredPolicy(IOptions<PolicyOptions> options)
{
    private readonly Lazy<PolicyLoadResult> _loaded = new(() => Load(options.Value));

    /// <exception cref="OptionsValidationException">The policies have faults.</exception>
    public LabelPolicy Policy => _loaded.Value.Policy
        ?? throw new OptionsValidationException(
            nameof(PolicyOptions), typeof(PolicyOptions), _loaded.Value.Faults.Select(static fault => fault.ToString()));

    private static PolicyLoadResult Load(PolicyOptions options) =>
        PolicyLoader.Load(options.Path.Length == 0 ? [] : [options.Path], [.. options.BuiltIn]);
}
