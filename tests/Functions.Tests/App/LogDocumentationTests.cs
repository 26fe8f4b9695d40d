using Microsoft.Extensions.Logging;
using Mono.Cecil;
using Tagalong.Functions.Tests.Running;

namespace Tagalong.Functions.Tests.App;

/// <summary>The app's own log messages are on the page of log messages, and each row says what to do.</summary>
public sealed class LogDocumentationTests
{
    [Fact]
    public void Every_message_is_on_the_page_with_what_to_do()
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(RunningApp.Folder, "Tagalong.Functions.dll"));
        var expected = module.GetTypes().SelectMany(static type => type.Methods).SelectMany(static method => method.CustomAttributes)
            .Where(static attribute => attribute.AttributeType.Name == nameof(LoggerMessageAttribute))
            .Select(static attribute => attribute.ConstructorArguments.Select(static argument => argument.Value).ToList())
            .Select(static message => $"| {message[0]} | {(LogLevel)message[1]} | {message[2]} |");

        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docs", "logs.md")).Where(static line => line.StartsWith("| 40", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Select(static row => row[..(row[..^1].LastIndexOf('|') + 1)]));
        Assert.All(rows, static row => Assert.DoesNotContain("|  |", row, StringComparison.Ordinal));
    }
}
