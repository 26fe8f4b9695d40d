using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core;
using Tagalong.Core.Settings;

namespace Tagalong.Server.Tests;

/// <summary>The page of settings agrees with the code.</summary>
public class SettingsDocumentationTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docs", "settings.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal))];

    /// <summary>The settings with a range, of every section that is not repeated for a cluster.</summary>
    public static TheoryData<string, string> BoundedSettings =>
        [.. from section in new ServiceCollection().AddServerSettings().AddTagalong(new ConfigurationBuilder().Build()).Select(static service => service.ImplementationInstance).OfType<KnownSettings>()
            where !section.Path.Contains('*', StringComparison.Ordinal) && section.Path != "Tagalong:Limits"
            from setting in section.Settings
            where setting.GetCustomAttribute<SettingRangeAttribute>() is not null
            let name = $"{section.Path}:{setting.Name}"
            group setting by name into same
            select (same.Key, Written(same.First().GetValue(Activator.CreateInstance(same.First().DeclaringType!))!))];

    [Theory]
    [MemberData(nameof(BoundedSettings))]
    public void Every_number_and_time_is_on_the_page_with_its_default(string setting, string byDefault)
    {
        var row = Assert.Single(Rows, row => row.StartsWith($"| `{setting}` |", StringComparison.Ordinal));

        Assert.Contains($"`{byDefault}`", row.Split('|')[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_of_every_project_are_among_them() => Assert.All(
        ["Tagalong:ApiCalls:MaxRetries", "Tagalong:Http:MaxBatch", "Tagalong:Queue:RabbitMq:Timeout"],
        setting => Assert.Contains(BoundedSettings, row => row.Data.Item1 == setting));

    private static string Written(object value) => value is TimeSpan time
        ? time.ToString("c", CultureInfo.InvariantCulture) switch { var text when text.Contains('.', StringComparison.Ordinal) && time.Days == 0 => text.TrimEnd('0'), var text => text }
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
