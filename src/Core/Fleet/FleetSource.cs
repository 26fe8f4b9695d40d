using Microsoft.Extensions.Configuration;
using Tagalong.Core.Azure;

namespace Tagalong.Core.Fleet;

/// <summary>Reads the fleet from the configuration, and from the file that it may name.</summary>
internal sealed class FleetSource(IConfiguration configuration, FleetOptions options, AzureAccess azure, TimeProvider time)
{
    private string? _fileStamp;
    private Dictionary<string, string?> _file = [];

    /// <summary>Reads the current fleet.</summary>
    public FleetConfiguration Read()
    {
        var configurations = new ClientConfigurationFactory(ClusterEnvironment.Of(configuration), time);
        try
        {
            ReadFile();
        }
        catch (FormatException exception)
        {
            return new FleetConfiguration([], [exception.Message]) { Configurations = configurations };
        }

        // Without its disposal, the configuration would keep a reference to it, for change notifications.
        using var all = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(_file).AddConfiguration(configuration).Build();
        return FleetLoader.Read(all, configurations, azure, isFleet: options.File.Length > 0);
    }

    private void ReadFile()
    {
        if (options.File.Length == 0)
        {
            return;
        }

        var stamp = ClusterStamp.OfFile(options.File);
        if (stamp != _fileStamp)
        {
            _file = FleetFile.Read(options.File);
            _fileStamp = stamp;
        }
    }
}
