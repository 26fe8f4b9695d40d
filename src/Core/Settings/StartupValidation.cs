using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>Validates all settings of the process, so that the start reports every error at once.</summary>
public sealed class StartupValidation
{
    private readonly IConfiguration _configuration;
    private readonly SettingsSchema _schema;
    private readonly IEnumerable<IValidatedOptions> _options;
    private readonly IReadOnlyList<string> _environment;

    internal StartupValidation(IConfiguration configuration, IEnumerable<KnownSettings> sections, IEnumerable<IValidatedOptions> options, IReadOnlyList<string> environment) =>
        (_configuration, _schema, _options, _environment) = (configuration, new SettingsSchema(sections), options, environment);

    /// <summary>Validates the settings.</summary>
    /// <exception cref="OptionsValidationException">Some have errors.</exception>
    public void Validate()
    {
        string[] errors = [.. _environment, .. _schema.Errors(_configuration)];

        // The schema says better than the binder why a section cannot be read.
        var readable = _options.Where(options => options.IsReadable || errors.Length == 0);
        errors = [.. errors, .. readable.SelectMany(static options => options.Errors)];
        if (errors.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(StartupValidation), errors);
        }
    }
}
