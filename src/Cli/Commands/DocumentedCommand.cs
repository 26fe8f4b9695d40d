using System.CommandLine;

namespace Tagalong.Cli.Commands;

/// <summary>A command whose help ends with notes: examples and exit codes.</summary>
internal abstract class DocumentedCommand(string name, string description, string notes) : Command(name, description)
{
    public string Notes => notes;
}
