using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>Adds options that are read and validated once, at the start.</summary>
/// <remarks>
/// The framework builds its options of some ten generic services for each type. These types are not known ahead of time, so
/// a native binary builds them at each start, which took a fifth of it.
/// </remarks>
public static class OptionsServices
{
    private const DynamicallyAccessedMemberTypes Created = DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Adds options as <see cref="IOptions{T}"/>, and the settings of their section as known settings.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section of the options.</param>
    /// <param name="read">Reads them: null if the section does not exist. Generated for each type where it is called.</param>
    /// <param name="checks">What must hold beyond the type and range of each setting; <see cref="StartupValidation"/> reports what does not.</param>
    /// <returns>The options before validation.</returns>
    public static T AddValidatedOptions<[DynamicallyAccessedMembers(Created | DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        this IServiceCollection services,
        IConfigurationSection section,
        Func<IConfigurationSection, T?> read,
        params IEnumerable<IValidateOptions<T>> checks)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(section);
        var added = new ValidatedOptions<T>(section, read, checks);
        services.AddSingleton<IOptions<T>>(added);
        services.AddSingleton<IValidatedOptions>(added);
        services.AddKnownSettings<T>(section.Path);
        return added.Unvalidated;
    }

    /// <summary>Adds settings that a file may have. This process need not read them.</summary>
    /// <typeparam name="T">The options of the section.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="path">The path of the section; <c>*</c> stands for any name or index.</param>
    public static IServiceCollection AddKnownSettings<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        this IServiceCollection services, string path) =>
        services.AddSingleton(new KnownSettings(path, typeof(T)));

    /// <summary>Options that were added already, before validation.</summary>
    public static T UnvalidatedOptions<[DynamicallyAccessedMembers(Created)] T>(this IServiceCollection services)
        where T : class, new() =>
        Added<T>(services).Single().Unvalidated;

    /// <summary>Adds a check to options that were added already. If there are none, the check is not used.</summary>
    public static void AddCheck<[DynamicallyAccessedMembers(Created)] T>(this IServiceCollection services, IValidateOptions<T> check)
        where T : class, new()
    {
        foreach (var added in Added<T>(services))
        {
            added.Add(check);
        }
    }

    private static IEnumerable<ValidatedOptions<T>> Added<[DynamicallyAccessedMembers(Created)] T>(IServiceCollection services)
        where T : class, new() =>
        services.Where(static service => service.ServiceType == typeof(IOptions<T>))
            .Select(static service => (ValidatedOptions<T>)service.ImplementationInstance!);
}
