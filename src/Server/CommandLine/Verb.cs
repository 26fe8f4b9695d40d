using System.CommandLine;
using Tagalong.Core.ApiServer;
using Tagalong.Hosting;

namespace Tagalong.Server.CommandLine;

/// <summary>A verb of the program: it accepts settings besides its options.</summary>
internal sealed class Verb : Command
{
    private readonly Argument<string[]> _settings = SettingsArgument.Create();

    /// <param name="name">Its name.</param>
    /// <param name="description">One line for the list of verbs.</param>
    /// <param name="notes">What its help says below the options, such as examples.</param>
    /// <param name="options">Its options.</param>
    /// <param name="run">Runs it with the settings of the command line, <c>--Section:Name=value</c>, and returns the exit code.</param>
    public Verb(string name, string description, string notes, IEnumerable<Option> options, Func<ParseResult, string[], Task<int>> run)
        : base(name, description)
    {
        Notes = notes;
        Add(_settings);
        foreach (var option in options)
        {
            Add(option);
        }

        SetAction((parsed, _) => RunAsync(() => run(parsed, parsed.GetValue(_settings) ?? []), parsed.InvocationConfiguration.Error));
    }

    public string Notes { get; }

    /// <summary>Reports errors of the command line or the configuration.</summary>
    /// <returns>The exit code.</returns>
    public static int Reject(TextWriter output, IEnumerable<string> errors)
    {
        foreach (var error in errors)
        {
            output.WriteLine($"tagalong-server: {error}");
        }

        output.WriteLine("See 'tagalong-server --help'.");
        return ExitCode.Misconfigured;
    }

    private static async Task<int> RunAsync(Func<Task<int>> run, TextWriter output)
    {
        SystemTrustStore.Preload();
        try
        {
            return await run();
        }
        catch (Exception error) when (ConfigurationErrors.In(error) is { } errors)
        {
            return Reject(output, errors);
        }
    }
}
