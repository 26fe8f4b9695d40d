using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>All settings of the process, so that every fault in them is told at once, at the start.</summary>
public sealed class StartupValidation
{
    private readonly IEnumerable<IValidatedOptions> _all;

    internal StartupValidation(IEnumerable<IValidatedOptions> all) => _all = all;

    /// <summary>Checks them.</summary>
    /// <exception cref="OptionsValidationException">Some have faults.</exception>
    public void Validate()
    {
        string[] faults = [.. _all.SelectMany(static settings => settings.Faults)];
        if (faults.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(StartupValidation), faults);
        }
    }
}
