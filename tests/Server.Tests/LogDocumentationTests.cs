using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Tagalong.Core;
using Tagalong.Hosting;

namespace Tagalong.Server.Tests;

/// <summary>The page of log messages agrees with the code. When it does not, the failure prints the table as it should be.</summary>
public partial class LogDocumentationTests
{
    /// <summary>The rows of what the server runs; from 4000 on they are of the function app, which has a test of its own.</summary>
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docs", "logs.md")).Where(static line => IdCell().IsMatch(line))];

    private static readonly IReadOnlyList<(string Method, LoggerMessageAttribute Message)> Messages =
    [
        // The line of an outcome leaves out what is empty, so it has no template.
        ("OutcomeReporter.Ended", new LoggerMessageAttribute(1000, LogLevel.None, "{Outcome} {Object} in cluster {Cluster}: {Reason}. {Detail}")),
        .. from assembly in new[] { typeof(Labeler).Assembly, typeof(WebHosts).Assembly, typeof(ServerHost).Assembly }
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           orderby message.EventId
           select ($"{type.FullName}.{method.Name}", message),
    ];

    [Fact]
    public void Every_message_has_an_id_that_no_other_has()
    {
        var shared = Messages.GroupBy(static message => message.Message.EventId).Where(static same => same.Count() > 1)
            .Select(static same => $"{same.Key}: {string.Join(", ", same.Select(static message => message.Method))}");

        Assert.True(!shared.Any(), $"Log messages share an event id. Give each its own, from the range of its folder:\n{string.Join('\n', shared)}");
    }

    [Fact]
    public void Every_message_is_on_the_page_with_what_to_do()
    {
        string[] expected = [.. Messages.Select(static message => Row(message.Message))];

        var wrong = Rows.Except(expected).Select(static row => $"not in the code: {row}")
            .Concat(expected.Except(Rows).Select(static row => $"not on the page: {row}"))
            .Concat(expected.Where(static row => row.EndsWith("|  |", StringComparison.Ordinal)).Select(static row => $"does not say what to do: {row}"))
            .ToList();

        Assert.True(wrong.Count == 0, $"docs/logs.md differs from the code:\n{string.Join('\n', wrong)}\n\nThe table as it should be:\n{string.Join('\n', expected)}\n");
    }

    [GeneratedRegex(@"^\| [123]\d+ \|")]
    private static partial Regex IdCell();

    /// <summary>A message's row. What to do is in the page alone, and stays with the id.</summary>
    private static string Row(LoggerMessageAttribute message)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"| {message.EventId} |");
        var level = message.Level == LogLevel.None ? "varies" : message.Level.ToString();
        var advice = Rows.FirstOrDefault(row => row.StartsWith(id, StringComparison.Ordinal))?.Split(" | ")[^1].TrimEnd('|', ' ') ?? "";
        return $"{id} {level} | {message.Message.Trim().Replace("|", "\\|", StringComparison.Ordinal)} | {advice} |";
    }
}
