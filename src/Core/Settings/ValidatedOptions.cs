using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>Options as they were read at the start. Their <see cref="Value"/> has passed its checks.</summary>
internal sealed class ValidatedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>
    : IValidatedOptions, IOptions<T>
    where T : class, new()
{
    private readonly List<IValidateOptions<T>> _checks;
    private IReadOnlyList<string>? _errors;

    public ValidatedOptions(IConfigurationSection section, Func<IConfigurationSection, T?> read, IEnumerable<IValidateOptions<T>> checks)
    {
        _checks = [.. checks];
        try
        {
            Unvalidated = read(section) ?? new T();
        }
        catch (InvalidOperationException unreadable)
        {
            (Unvalidated, _errors) = (new T(), [unreadable.Message]);
            IsReadable = false;
        }
    }

    /// <summary>The options as they were read, or the defaults where the section could not be read.</summary>
    public T Unvalidated { get; }

    /// <exception cref="OptionsValidationException">The options have errors.</exception>
    public T Value => Errors.Count == 0 ? Unvalidated : throw new OptionsValidationException(Options.DefaultName, typeof(T), Errors);

    public bool IsReadable { get; } = true;

    public IReadOnlyList<string> Errors =>
        _errors ??= [.. _checks.SelectMany(check => check.Validate(Options.DefaultName, Unvalidated).Failures ?? [])];

    /// <summary>Adds a check, before the options are validated.</summary>
    public void Add(IValidateOptions<T> check) => _checks.Add(check);
}
