using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>Settings as they were read at the start; whoever takes their value can rely on it that they passed their checks.</summary>
/// <typeparam name="T">The settings.</typeparam>
internal sealed class ValidatedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T> : IValidatedOptions, IOptions<T>
    where T : class, new()
{
    private readonly List<IValidateOptions<T>> _checks;
    private IReadOnlyList<string>? _faults;

    public ValidatedOptions(IConfigurationSection section, Func<IConfigurationSection, T?> read, IEnumerable<IValidateOptions<T>> checks)
    {
        _checks = [.. checks];
        try
        {
            Unchecked = read(section) ?? new T();
        }
        catch (InvalidOperationException unreadable)
        {
            (Unchecked, _faults) = (new T(), [unreadable.Message]);
        }
    }

    /// <summary>What was read, or the defaults where it could not be read.</summary>
    public T Unchecked { get; }

    /// <exception cref="OptionsValidationException">They have faults.</exception>
    public T Value => Faults.Count == 0 ? Unchecked : throw new OptionsValidationException(Options.DefaultName, typeof(T), Faults);

    public IReadOnlyList<string> Faults =>
        _faults ??= [.. _checks.SelectMany(check => check.Validate(Options.DefaultName, Unchecked).Failures ?? [])];

    /// <summary>Has them pass another check; before anybody looked at them.</summary>
    public void Add(IValidateOptions<T> check) => _checks.Add(check);
}
