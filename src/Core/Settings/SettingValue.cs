using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Tagalong.Core.Settings;

/// <summary>Checks the value of one setting by its property: the type, the range, the pattern.</summary>
internal static class SettingValue
{
    /// <summary>What is wrong with the value, one sentence each. Texts are not quoted: they may be secrets.</summary>
    public static IEnumerable<string> Errors(IConfigurationSection setting, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
        {
            return !string.IsNullOrEmpty(setting.Value)
                ? [$"{setting.Path} is a list; set {setting.Path}:0, {setting.Path}:1 and so on."]
                : setting.GetChildren().Where(static entry => string.IsNullOrWhiteSpace(entry.Value))
                    .Select(static entry => $"{entry.Path} is empty.");
        }

        if (string.IsNullOrEmpty(setting.Value))
        {
            return setting.GetChildren().Select(member => $"{member.Path} is not a setting; {setting.Path} has one value.");
        }

        var (value, wanted) = Parse(type, setting.Value);
        var error = value is null ? $"{setting.Path} is '{setting.Value}'; set {wanted}."
            : property.GetCustomAttribute<SettingRangeAttribute>()?.Error(setting.Path, value)
            ?? (property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern && !pattern.IsValid(value) ? pattern.ErrorMessage : null);
        return error is null ? [] : [error];
    }

    private static (object? Value, string Wanted) Parse(Type type, string text)
    {
        if (type.IsEnum)
        {
            var isMember = Enum.TryParse(type, text, ignoreCase: true, out var member) && Enum.IsDefined(type, member);
            return (isMember ? member : null, $"one of {string.Join(", ", Enum.GetNames(type))}");
        }

        if (type == typeof(int))
        {
            var isNumber = int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
            return (isNumber ? number : null, "a whole number");
        }

        if (type == typeof(bool))
        {
            return (bool.TryParse(text, out var flag) ? flag : null, "true or false");
        }

        return type == typeof(TimeSpan)
            ? (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null, "a time such as 00:00:30")
            : (text, "");
    }
}
