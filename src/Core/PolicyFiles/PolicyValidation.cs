using Microsoft.Extensions.Options;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Loads the configured policies, once, when the options are validated: nothing starts with a fault in them.</summary>
internal sealed class PolicyValidation : IValidateOptions<PolicyOptions>
{
    private PolicyLoadResult? _loaded;

    public ValidateOptionsResult Validate(string? name, PolicyOptions options)
    {
        _loaded = PolicyLoader.Load(options.Path.Length == 0 ? [] : [options.Path], [.. options.BuiltIn]);
        return _loaded.IsUsable
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(_loaded.Faults.Select(static fault => fault.ToString()));
    }

    /// <exception cref="OptionsValidationException">The policies have faults.</exception>
    public LabelPolicy PolicyOf(IOptions<PolicyOptions> options)
    {
        // Asking for the value validates it, if nobody has asked before.
        _ = options.Value;
        return _loaded!.Policy!;
    }
}
