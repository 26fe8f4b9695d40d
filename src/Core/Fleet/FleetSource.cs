using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Azure;
using Tagalong.Core.Credentials;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Core.Fleet;

/// <summary>Reads the fleet from the configuration, and from the file that it may name.</summary>
internal sealed class FleetSource(IConfiguration configuration, FleetOptions options, AzureAccess azure, TimeProvider time, ILogger logger)
{
    private readonly KubeconfigCache _kubeconfigs = new();
    private string? _fileStamp;
    private Dictionary<string, string?> _file = [];

    /// <summary>Reads the current fleet.</summary>
    public FleetConfiguration Read()
    {
        var endpoints = new EndpointFactory(ClusterEnvironment.Of(configuration), options, _kubeconfigs, time, logger);
        try
        {
            ReadFile();
        }
        catch (FormatException exception)
        {
            return new FleetConfiguration([], [exception.Message]) { Endpoints = endpoints };
        }

        // Without its disposal, the configuration would keep a reference to it, for change notifications.
        using var all = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(_file).AddConfiguration(configuration).Build();
        return FleetLoader.Read(all, endpoints, azure, isFleet: options.File.Length > 0);
    }

    private void ReadFile()
    {
        if (options.File.Length == 0)
        {
            return;
        }

        var stamp = FileStamp.Of(options.File);
        if (stamp != _fileStamp)
        {
            _file = FleetFile.Read(options.File);
            _fileStamp = stamp;
        }
    }
}
