using Microsoft.Extensions.Options;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Loads the configured policies, once, when the options are validated, so that no host starts with an invalid policy.</summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<PolicyOptions>
{
    private PolicyLoadResult? _loaded;

    public ValidateOptionsResult Validate(string? name, PolicyOptions options)
    {
        _loaded = PolicyLoader.Load(options.Path.Length == 0 ? [] : [options.Path], [.. options.BuiltIn]);
        return _loaded.IsUsable
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(_loaded.Errors.Select(static error => error.ToString()));
    }

    /// <exception cref="OptionsValidationException">The policies have errors.</exception>
    public LabelPolicy PolicyOf(IOptions<PolicyOptions> options)
    {
        // The first access validates the options.
        _ = options.Value;
        return _loaded!.Policy!;
    }
}
