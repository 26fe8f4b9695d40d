using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Objects;
using Tagalong.Core.Settings;

namespace Tagalong.Core.Fleet;

/// <summary>Reads the clusters out of the configuration, with every fault at once, each by its setting's full name.</summary>
internal sealed class FleetLoader
{
    /// <summary>The section with a member for each cluster.</summary>
    public const string Clusters = "Tagalong:Clusters";

    /// <summary>The section with a list of what is imported.</summary>
    public const string Imports = "Tagalong:Imports";

    /// <summary>The section with the limits of clusters that have none of their own.</summary>
    public const string Limits = "Tagalong:Limits";

    private static readonly ClusterLimitOptionsValidator LimitsValidator = new();

    private readonly List<string> _faults = [];
    private readonly List<ClusterDefinition> _clusters = [];
    private readonly ClientConfigurations _configurations;
    private readonly List<AzureImport> _imports = [];
    private ImmutableSortedDictionary<string, string> _ambiguous = ImmutableSortedDictionary<string, string>.Empty;
    private readonly ClusterLimitOptions _limits;

    private FleetLoader(IConfiguration configuration, ClientConfigurations configurations)
    {
        _configurations = configurations;
        _limits = ReadLimits(configuration.GetSection(Limits), new ClusterLimitOptions());
    }

    /// <summary>Reads the clusters, those that are to be imported, and the limits that they share.</summary>
    /// <param name="configuration">The configuration as a whole.</param>
    /// <param name="configurations">What looks into kubeconfigs.</param>
    /// <param name="azure">What lists the clusters of Azure.</param>
    /// <param name="isFleet">Whether a fleet is meant, even if nothing is found of it.</param>
    public static FleetReadResult Read(IConfiguration configuration, ClientConfigurations configurations, AzureAccess azure, bool isFleet)
    {
        var reader = new FleetLoader(configuration, configurations);
        foreach (var section in configuration.GetSection(Clusters).GetChildren())
        {
            isFleet = true;
            reader.ReadCluster(section);
        }

        foreach (var section in configuration.GetSection(Imports).GetChildren())
        {
            isFleet = true;
            reader.ReadImport(section, azure);
        }

        reader.RefuseClashes();
        reader.AddFound();
        if (!isFleet)
        {
            reader.AddAmbient();
        }
        else if (reader._clusters.Count == 0 && reader._imports.Count == 0 && reader._faults.Count == 0)
        {
            reader._faults.Add($"The fleet is empty: name clusters in {Clusters}, {Imports} or the file of Tagalong:Fleet:File.");
        }

        return new FleetReadResult([.. reader._clusters], reader._limits, [.. reader._faults])
        {
            Imports = [.. reader._imports],
            Ambiguous = reader._ambiguous,
            Configurations = configurations,
        };
    }

    private void ReadCluster(IConfigurationSection section)
    {
        var faultsBefore = _faults.Count;
        if (section.Key.Length > 253 || section.Key.Any(char.IsControl))
        {
            _faults.Add($"{Clusters}: a cluster's name has at most 253 characters, and no control characters.");
            return;
        }

        _faults.AddRange(UnknownSettings.In(section, ClusterSettings.Names));
        var options = new ClusterOptions();
        if (Bind(section, () => section.Bind(options)))
        {
            _faults.AddRange(ClusterSettings.FaultsOf(section.Path, options));
        }

        options.Limits = ReadLimits(section.GetSection(nameof(ClusterOptions.Limits)), _limits);
        if (_faults.Count == faultsBefore)
        {
            _clusters.Add(new ClusterDefinition(new ClusterName(section.Key), options, ClusterSettings.StampOf(options, _configurations)));
        }
    }

    private void ReadImport(IConfigurationSection section, AzureAccess azure)
    {
        var options = new ClusterImportOptions();
        _faults.AddRange(UnknownSettings.In(section, ClusterSettings.ImportNames));
        if (!Bind(section, () => section.Bind(options)) || _faults.Count > 0)
        {
            return;
        }

        if (new[] { options.Kubeconfig, options.Subscription, options.AksFleet }.Count(static list => !string.IsNullOrEmpty(list)) != 1
            || string.IsNullOrEmpty(options.Names))
        {
            _faults.Add(
                $"{section.Path} takes one of {nameof(options.Kubeconfig)}, {nameof(options.Subscription)} and {nameof(options.AksFleet)}, "
                + $"and {nameof(options.Names)} that is not empty.");
            return;
        }

        var names = new Glob(options.Names);
        if (string.IsNullOrEmpty(options.Kubeconfig))
        {
            ReadAzureImport(section, options, names, azure);
            return;
        }

        try
        {
            var taken = _configurations.Contexts(options.Kubeconfig).Where(names.Matches).ToList();
            if (taken.Count == 0)
            {
                _faults.Add($"{section.Path}: no context of {options.Kubeconfig} fits '{options.Names}'.");
            }

            foreach (var context in taken)
            {
                var imported = new ClusterOptions { Kubeconfig = options.Kubeconfig, Context = context, Limits = _limits };
                _clusters.Add(new ClusterDefinition(new ClusterName(context), imported, ClusterSettings.StampOf(imported, _configurations))
                {
                    Origin = $"the context '{context}' of {options.Kubeconfig}",
                });
            }
        }
        catch (Exception fault) when (ClientConfigurations.IsFault(fault))
        {
            _faults.Add($"{section.Path}:{nameof(options.Kubeconfig)}: {fault.Message}");
        }
    }

    private void ReadAzureImport(IConfigurationSection section, ClusterImportOptions options, Glob names, AzureAccess azure)
    {
        try
        {
            AksListing listing;
            if (!string.IsNullOrEmpty(options.AksFleet))
            {
                listing = azure.Fleet(AksResource.Fleet(options.AksFleet) ?? throw new FormatException(
                    $"{nameof(options.AksFleet)} is '{options.AksFleet}'; set /subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.ContainerService/fleets/NAME"));
            }
            else
            {
                listing = azure.Subscription(Guid.TryParseExact(options.Subscription, "D", out var id) ? id
                    : throw new FormatException($"{nameof(options.Subscription)} is '{options.Subscription}'; set the subscription's id, a GUID"));
            }

            listing.AskIfOlderThan(azure.ImportInterval);
            _imports.Add(new AzureImport(listing, listing.Members, names));
        }
        catch (Exception fault) when (ClientConfigurations.IsFault(fault))
        {
            _faults.Add($"{section.Path}: {fault.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>
    /// Takes the clusters that Azure lists. Those that are configured by name come first; a name that two others share says
    /// of neither which one is meant.
    /// </summary>
    private void AddFound()
    {
        var configured = _clusters.Select(static cluster => cluster.Name.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var named in _imports
            .SelectMany(static import => import.Seen.All.Where(found => import.Names.Matches(found.Name)))
            .Where(found => !configured.Contains(found.Name))
            .GroupBy(static found => found.Name, StringComparer.OrdinalIgnoreCase))
        {
            var ids = named.Select(static found => found.ResourceId).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
            if (ids.Count > 1)
            {
                _ambiguous = _ambiguous.WithComparers(StringComparer.OrdinalIgnoreCase).Add(
                    named.Key, $"The name '{named.Key}' stands for {string.Join(" and ", ids)}; name the one that is meant, or both, in {Clusters}.");
                continue;
            }

            var options = new ClusterOptions { Access = ClusterAccess.Azure, ResourceId = ids[0], Limits = _limits };
            _clusters.Add(new ClusterDefinition(new ClusterName(named.Key), options, ClusterSettings.StampOf(options, _configurations)));
        }
    }

    private void AddAmbient()
    {
        var options = new ClusterOptions { Limits = _limits };
        _clusters.Add(new ClusterDefinition(default, options, $"{ClusterSettings.StampOf(options, _configurations)}\n{_configurations.AmbientStamp()}"));
    }

    private ClusterLimitOptions ReadLimits(IConfigurationSection section, ClusterLimitOptions defaults)
    {
        var limits = defaults.Copy();
        _faults.AddRange(UnknownSettings.In(section, ClusterSettings.LimitNames));
        if (Bind(section, () => section.Bind(limits)) && LimitsValidator.Validate(null, limits) is { Failed: true, Failures: var failures })
        {
            _faults.AddRange(failures.Select(failure => $"{section.Path}:{failure}"));
        }

        return limits;
    }

    private bool Bind(IConfigurationSection section, Action bind)
    {
        try
        {
            bind();
            return true;
        }
        catch (InvalidOperationException fault)
        {
            // The binder names the setting and the type; of a choice, the words to choose from are worth more.
            _faults.Add(section[nameof(ClusterOptions.Access)] is { } access && !Enum.TryParse<ClusterAccess>(access, ignoreCase: true, out _)
                ? $"{section.Path}:{nameof(ClusterOptions.Access)} is '{access}'; set one of {string.Join(", ", Enum.GetNames<ClusterAccess>())}."
                : fault.Message);
            return false;
        }
    }

    private void RefuseClashes()
    {
        foreach (var name in _clusters.GroupBy(static cluster => cluster.Name.Value, StringComparer.OrdinalIgnoreCase).Where(static group => group.Count() > 1))
        {
            _faults.Add($"Two clusters have the name '{name.Key}'; look at {Clusters} and {Imports}. Upper and lower case are the same here.");
        }

        foreach (var shared in _clusters.SelectMany(static cluster => cluster.Options.Sources.Select(source => (source, cluster.Name)))
            .GroupBy(static pair => pair.source, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            _faults.Add(
                $"{Clusters}: the source '{shared.Key}' is listed for {string.Join(" and ", shared.Select(static pair => pair.Name))}; an event of it could be about either.");
        }
    }
}
