using System.CommandLine;

namespace Tagalong.Server.CommandLine;

/// <summary>The settings on a command line, <c>--Section:Name=value</c>.</summary>
internal static class SettingsArgument
{
    public static Argument<string[]> Create()
    {
        var settings = new Argument<string[]>("--Section:Name=value")
        {
            Description = "Settings, which override the environment and appsettings.json",
            Arity = ArgumentArity.ZeroOrMore,
        };
        settings.Validators.Add(static result =>
        {
            foreach (var stray in result.Tokens.Select(static token => token.Value).Where(static text => !text.StartsWith("--", StringComparison.Ordinal) || !text.Contains('=')))
            {
                result.AddError($"Unknown argument '{stray}'. Pass settings as --Section:Name=value.");
            }
        });
        return settings;
    }
}
