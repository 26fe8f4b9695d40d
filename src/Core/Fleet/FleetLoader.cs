using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Objects;
using Tagalong.Core.Settings;

namespace Tagalong.Core.Fleet;

/// <summary>Reads the fleet from the configuration. It collects all errors, each with the setting's full name.</summary>
internal sealed class FleetLoader
{
    /// <summary>The section with the clusters, by name.</summary>
    public const string Clusters = "Tagalong:Clusters";

    /// <summary>The section with the list of imports.</summary>
    public const string Imports = "Tagalong:Imports";

    /// <summary>The section with the default limits of clusters.</summary>
    public const string Limits = "Tagalong:Limits";

    /// <summary>The settings of these sections.</summary>
    public static readonly ImmutableArray<KnownSettings> KnownSettings =
    [
        new($"{Clusters}:*", typeof(ClusterOptions)), new($"{Clusters}:*:{nameof(ClusterOptions.Limits)}", typeof(ClusterLimitOptions)),
        new($"{Imports}:*", typeof(ClusterImportOptions)), new(Limits, typeof(ClusterLimitOptions)),
    ];

    /// <summary>Checks the settings of the fleet's file too, which change while the process runs.</summary>
    private static readonly SettingsSchema Schema = new(KnownSettings);

    private readonly List<string> _errors = [];
    private readonly List<ClusterDefinition> _clusters = [];
    private readonly EndpointFactory _endpoints;
    private readonly AzureAccess _azure;
    private readonly List<AzureImport> _imports = [];
    private readonly ClusterLimitOptions _limits;
    private ImmutableSortedDictionary<string, string> _ambiguous = ImmutableSortedDictionary<string, string>.Empty;

    private FleetLoader(IConfiguration configuration, EndpointFactory endpoints, AzureAccess azure)
    {
        (_endpoints, _azure) = (endpoints, azure);
        _errors.AddRange(((string[])[Limits, Clusters, Imports]).SelectMany(path => Schema.Errors(configuration.GetSection(path), path)));
        _limits = ReadLimits(configuration.GetSection(Limits), new ClusterLimitOptions());
    }

    /// <summary>Reads the clusters and imports of a whole configuration. Without any of them, and unless it is a fleet, it is the cluster of kubectl.</summary>
    public static FleetConfiguration Read(IConfiguration configuration, EndpointFactory endpoints, AzureAccess azure, bool isFleet)
    {
        var reader = new FleetLoader(configuration, endpoints, azure);
        foreach (var section in configuration.GetSection(Clusters).GetChildren())
        {
            isFleet = true;
            reader.ReadCluster(section);
        }

        foreach (var section in configuration.GetSection(Imports).GetChildren())
        {
            isFleet = true;
            reader.ReadImport(section);
        }

        reader.FindClashes();
        reader.AddListed();
        if (!isFleet)
        {
            reader.AddAmbient();
        }
        else if (reader._clusters.Count == 0 && reader._imports.Count == 0 && reader._errors.Count == 0)
        {
            reader._errors.Add($"The fleet is empty: add clusters in {Clusters}, {Imports} or the file of Tagalong:Fleet:File.");
        }

        return new FleetConfiguration([.. reader._clusters], [.. reader._errors])
        {
            Imports = [.. reader._imports],
            Ambiguous = reader._ambiguous,
            Endpoints = endpoints,
        };
    }

    private void ReadCluster(IConfigurationSection section)
    {
        var errorsBefore = _errors.Count;
        if (section.Key.Length > 253 || section.Key.Any(char.IsControl))
        {
            _errors.Add($"{Clusters}: a cluster's name must have at most 253 characters, and no control characters.");
            return;
        }

        var options = new ClusterOptions();
        if (Bind(() => section.Bind(options)))
        {
            _errors.AddRange(ClusterOptionsValidation.Errors(section.Path, options));
        }

        options.Limits = ReadLimits(section.GetSection(nameof(ClusterOptions.Limits)), _limits);
        if (_errors.Count == errorsBefore)
        {
            var missing = string.Join(' ', ClusterOptionsValidation.MissingFiles(section.Path, options));
            _clusters.Add(Define(new ClusterName(section.Key), options, missing.Length > 0 ? missing : null));
        }
    }

    /// <summary>A cluster with its context. An error there concerns only this cluster.</summary>
    private ClusterDefinition Define(ClusterName name, ClusterOptions options, string? error)
    {
        if (error is null && options.Access == ClusterAccess.Kubeconfig)
        {
            try
            {
                return new ClusterDefinition(name, options, _endpoints.Kubeconfig(options.Kubeconfig).Resolve(options.Context), Error: null);
            }
            catch (EndpointException exception)
            {
                error = exception.Message;
            }
        }

        return new ClusterDefinition(name, options, Context: null, error);
    }

    private void ReadImport(IConfigurationSection section)
    {
        var options = new ClusterImportOptions();
        if (!Bind(() => section.Bind(options)) || _errors.Count > 0)
        {
            return;
        }

        if (new[] { options.Kubeconfig, options.Subscription, options.AksFleet }.Count(static list => !string.IsNullOrEmpty(list)) != 1
            || string.IsNullOrEmpty(options.Names))
        {
            _errors.Add(
                $"{section.Path} needs one of {nameof(options.Kubeconfig)}, {nameof(options.Subscription)} and {nameof(options.AksFleet)}, "
                + $"and {nameof(options.Names)} must not be empty.");
            return;
        }

        var names = new Glob(options.Names);
        if (string.IsNullOrEmpty(options.Kubeconfig))
        {
            ReadAzureImport(section, options, names);
            return;
        }

        try
        {
            // A name may have any characters, so one that is there as a whole is not a pattern.
            var all = _endpoints.Kubeconfig(options.Kubeconfig).Contexts.Select(static context => context.Name).ToList();
            var contexts = all.Contains(options.Names) ? [options.Names] : all.FindAll(names.Matches);
            if (contexts.Count == 0)
            {
                _errors.Add($"{section.Path}: no context of {options.Kubeconfig} matches '{options.Names}'.");
            }

            foreach (var context in contexts)
            {
                var imported = new ClusterOptions { Kubeconfig = options.Kubeconfig, Context = context, Limits = _limits };
                _clusters.Add(Define(new ClusterName(context), imported, error: null) with { Origin = $"the context '{context}' of {options.Kubeconfig}" });
            }
        }
        catch (EndpointException exception)
        {
            _errors.Add($"{section.Path}:{nameof(options.Kubeconfig)}: {exception.Message.TrimEnd('.')}.");
        }
    }

    private void ReadAzureImport(IConfigurationSection section, ClusterImportOptions options, Glob names)
    {
        try
        {
            var listing = !string.IsNullOrEmpty(options.AksFleet)
                ? _azure.Fleet(AksResource.Fleet(options.AksFleet) ?? throw new FormatException(
                    $"{nameof(options.AksFleet)} is '{options.AksFleet}'; set /subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.ContainerService/fleets/NAME"))
                : _azure.Subscription(Guid.TryParseExact(options.Subscription, "D", out var id) ? id
                    : throw new FormatException($"{nameof(options.Subscription)} is '{options.Subscription}'; set the subscription's id, a GUID"));
            listing.RefreshIfOlderThan(_azure.ImportInterval);
            _imports.Add(new AzureImport(listing, listing.Members, names));
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{section.Path}: {exception.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>
    /// Adds the clusters that Azure lists. Clusters that are configured by name have precedence; a name that several listed clusters have is
    /// ambiguous, and none of them is added.
    /// </summary>
    private void AddListed()
    {
        var configured = _clusters.Select(static cluster => cluster.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var named in _imports
            .SelectMany(static import => (import.Seen ?? []).Where(member => import.Names.Matches(member.Name)))
            .Where(member => !configured.Contains(member.Name))
            .GroupBy(static member => member.Name, StringComparer.Ordinal))
        {
            var ids = named.Select(static member => member.ResourceId).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
            if (ids.Count > 1)
            {
                _ambiguous = _ambiguous.WithComparers(StringComparer.Ordinal).Add(
                    named.Key, $"The name '{named.Key}' is that of {string.Join(" and ", ids)}; configure the one that is meant, or both, in {Clusters}.");
                continue;
            }

            var options = new ClusterOptions { Access = ClusterAccess.Azure, ResourceId = ids[0], Limits = _limits };
            _clusters.Add(Define(new ClusterName(named.Key), options, error: null));
        }
    }

    private void AddAmbient()
    {
        var access = _endpoints.IsInCluster ? ClusterAccess.InCluster : ClusterAccess.Kubeconfig;
        _clusters.Add(Define(default, new ClusterOptions { Access = access, Limits = _limits }, error: null));
    }

    private ClusterLimitOptions ReadLimits(IConfigurationSection section, ClusterLimitOptions defaults)
    {
        var limits = defaults with { };
        Bind(() => section.Bind(limits));
        return limits;
    }

    private bool Bind(Action bind)
    {
        try
        {
            bind();
            return true;
        }
        catch (InvalidOperationException exception)
        {
            // The schema says better than the binder what is wrong with a value.
            if (_errors.Count == 0)
            {
                _errors.Add(exception.Message);
            }

            return false;
        }
    }

    private void FindClashes()
    {
        foreach (var name in _clusters.GroupBy(static cluster => cluster.Name.Value, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            _errors.Add($"Two clusters have the name '{name.Key}'; check {Clusters} and {Imports}.");
        }

        foreach (var shared in _clusters.SelectMany(static cluster => cluster.Options.Sources.Select(source => (source, cluster.Name)))
            .GroupBy(static pair => pair.source, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            _errors.Add(
                $"{Clusters}: the source '{shared.Key}' is listed for {string.Join(" and ", shared.Select(static pair => pair.Name))}; list it for one cluster only.");
        }
    }
}
