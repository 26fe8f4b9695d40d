using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>Adds settings that are read once, at the start, and checked then.</summary>
/// <remarks>
/// The framework's own options are put together by some ten generic services for each kind. Ahead of time these are not
/// known, so that a native binary builds their types at each start, which took a fifth of it.
/// </remarks>
public static class OptionsServices
{
    /// <summary>Adds settings; they are had by way of <see cref="IOptions{T}"/>.</summary>
    /// <typeparam name="T">The settings.</typeparam>
    /// <param name="services">Where to add them.</param>
    /// <param name="section">The section that holds them.</param>
    /// <param name="read">Reads them: null if there is no such section. Generated for each type where it is called.</param>
    /// <param name="checks">What has to hold; <see cref="StartupValidation"/> tells what does not.</param>
    /// <returns>The settings, which nobody has checked yet.</returns>
    public static T AddValidatedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        this IServiceCollection services, IConfigurationSection section, Func<IConfigurationSection, T?> read, params IEnumerable<IValidateOptions<T>> checks)
        where T : class, new()
    {
        var added = new ValidatedOptions<T>(section, read, checks);
        services.AddSingleton<IOptions<T>>(added);
        services.AddSingleton<IValidatedOptions>(added);
        services.TryAddSingleton(static provider => new StartupValidation(provider.GetServices<IValidatedOptions>()));
        return added.Unchecked;
    }

    /// <summary>Settings that were added already, which nobody has checked yet.</summary>
    /// <typeparam name="T">The settings.</typeparam>
    /// <param name="services">Where they were added.</param>
    public static T UnvalidatedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(this IServiceCollection services)
        where T : class, new() =>
        Added<T>(services).Single().Unchecked;

    /// <summary>Has settings that were added already pass another check.</summary>
    /// <typeparam name="T">The settings.</typeparam>
    /// <param name="services">Where they were added.</param>
    /// <param name="check">What has to hold. Where there are no such settings, or none yet, it is not looked at.</param>
    public static void AddCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        this IServiceCollection services, IValidateOptions<T> check)
        where T : class, new()
    {
        foreach (var added in Added<T>(services))
        {
            added.Add(check);
        }
    }

    private static IEnumerable<ValidatedOptions<T>> Added<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceCollection services)
        where T : class, new() =>
        services.Where(static service => service.ServiceType == typeof(IOptions<T>)).Select(static service => (ValidatedOptions<T>)service.ImplementationInstance!);
}
