using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>The page on Azure Functions and the example of local settings are held to the files of the app.</summary>
public partial class DocumentationTests
{
    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "FunctionApp");
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", "azure-functions.md"));

    public static TheoryData<string> Functions => [.. Directory.GetDirectories(App).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_stands_on_the_page_with_what_it_takes_and_the_example_sets_it(string function)
    {
        var row = Assert.Single(Page.Split('\n'), line => line.StartsWith($"| `{function}` |", StringComparison.Ordinal));
        var example = JsonNode.Parse(File.ReadAllText(Path.Combine(App, "local.settings.json.example")))!["Values"]!.AsObject();
        var file = File.ReadAllText(Path.Combine(App, function, "function.json"));
        IEnumerable<string> settings =
        [
            .. Named().Matches(file).Select(static match => match.Groups[1].Value),
            .. Connections().Matches(file).Select(static match => $"{match.Groups[1].Value}__fullyQualifiedNamespace"),
        ];

        Assert.All(settings, setting =>
        {
            Assert.Contains($"`{setting}`", row, StringComparison.Ordinal);
            Assert.True(example.ContainsKey(setting), setting);
        });
    }

    /// <summary>The setting that turns a function off holds its name, and on Linux no app setting may hold a hyphen.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_can_be_turned_off_by_its_name(string function) => Assert.Matches("^[a-z]+$", function);

    [GeneratedRegex("%([A-Z_]+)%")]
    private static partial Regex Named();

    [GeneratedRegex("\"connection\": \"([A-Za-z]+)\"")]
    private static partial Regex Connections();
}
