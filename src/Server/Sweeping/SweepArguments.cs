using System.Collections.Immutable;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Server.Sweeping;

/// <summary>The command line of the verb <c>sweep</c>: what to sweep, and settings.</summary>
/// <param name="Request">What to sweep.</param>
/// <param name="Settings">The settings, <c>--SETTING=VALUE</c>.</param>
/// <param name="Faults">What is wrong with it; empty where nothing is.</param>
internal sealed record SweepArguments(SweepRequest Request, ImmutableArray<string> Settings, ImmutableArray<string> Faults)
{
    public static SweepArguments Read(IReadOnlyList<string> arguments)
    {
        var request = new SweepRequest();
        var settings = ImmutableArray.CreateBuilder<string>();
        var faults = ImmutableArray.CreateBuilder<string>();
        var modes = 0;
        for (var at = 0; at < arguments.Count; at++)
        {
            var (name, value) = arguments[at].Split('=', 2) switch
            {
                [var option, var given] => (option, given),
                var alone => (alone[0], null),
            };
            switch (name)
            {
                case "--dry-run" or "--server-dry-run" when value is null:
                    request = request with { Mode = name == "--dry-run" ? WriteMode.Plan : WriteMode.Try };
                    modes++;
                    break;
                case "--cluster" or "--namespace" or "--selector":
                    value ??= ++at < arguments.Count ? arguments[at] : "";
                    if (value.Length == 0 || value.StartsWith('-'))
                    {
                        faults.Add($"{name} takes a value.");
                    }

                    request = With(request, name, value);
                    break;
                case ['-', '-', ..] when value is not null:
                    settings.Add(arguments[at]);
                    break;
                default:
                    faults.Add($"'{arguments[at]}' is no option of sweep and no setting: write --SETTING=VALUE.");
                    break;
            }
        }

        if (modes > 1)
        {
            faults.Add(SweepCommandLine.ModeOf(isDryRun: true, isServerDryRun: true).Error!);
        }

        return new SweepArguments(request, settings.ToImmutable(), faults.ToImmutable());
    }

    private static SweepRequest With(SweepRequest request, string name, string value) => name switch
    {
        "--cluster" => request with { Clusters = [.. request.Clusters, value] },
        "--namespace" => request with { Namespaces = [.. request.Namespaces, value] },
        _ => request with { Selector = value },
    };
}
