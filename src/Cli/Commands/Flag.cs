using System.CommandLine;

namespace Tagalong.Cli.Commands;

internal static class Flag
{
    /// <summary>An option without a value.</summary>
    public static Option<bool> Create(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };
}
