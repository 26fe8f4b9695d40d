using System.Globalization;
using System.Reflection;
using Tagalong.Core;
using Tagalong.Core.Settings;

namespace Tagalong.Server.Tests;

/// <summary>The page of settings is held to the code.</summary>
public class SettingsDocumentationTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docs", "settings.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal))];

    public static TheoryData<string, string> BoundedSettings =>
        [.. from options in new[] { typeof(Labeler).Assembly, typeof(ServerHost).Assembly }.SelectMany(static assembly => assembly.GetExportedTypes())
            from property in options.GetProperties()
            let range = property.GetCustomAttribute<SettingRangeAttribute>()
            where range is not null && range.Setting.StartsWith("Tagalong:", StringComparison.Ordinal)
            select (range.Setting, Written(property.GetValue(Activator.CreateInstance(options))!))];

    [Theory]
    [MemberData(nameof(BoundedSettings))]
    public void Every_number_and_time_is_documented_with_its_default(string setting, string byDefault)
    {
        var row = Assert.Single(Rows, row => row.StartsWith($"| `{setting}` |", StringComparison.Ordinal));

        Assert.Contains($"`{byDefault}`", row.Split('|')[2], StringComparison.Ordinal);
    }

    [Fact]
    public void All_settings_are_found() => Assert.True(BoundedSettings.Count >= 25);

    private static string Written(object value) => value is TimeSpan time
        ? time.ToString("c", CultureInfo.InvariantCulture) switch { var text when text.Contains('.', StringComparison.Ordinal) && time.Days == 0 => text.TrimEnd('0'), var text => text }
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
