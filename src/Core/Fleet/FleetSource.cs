using Microsoft.Extensions.Configuration;
using Tagalong.Core.Azure;
using Tagalong.Core.Clusters;

namespace Tagalong.Core.Fleet;

/// <summary>Where the fleet is told of: the configuration, and the file that it may name.</summary>
internal sealed class FleetSource(IConfiguration configuration, FleetOptions options, AzureAccess azure, TimeProvider time)
{
    private string? _fileStamp;
    private Dictionary<string, string?> _file = [];

    /// <summary>Reads it all, as it is now.</summary>
    public FleetReading Read()
    {
        var configurations = new ClusterConfigurations(ClusterEnvironment.Of(configuration), time);
        try
        {
            ReadFile();
        }
        catch (FormatException fault)
        {
            return new FleetReading([], new ClusterLimitOptions(), [fault.Message]) { Configurations = configurations };
        }

        // As long as it is not let go, the configuration would hold on to it, to tell it of changes.
        using var all = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(_file).AddConfiguration(configuration).Build();
        return FleetReader.Read(all, configurations, azure, isFleet: options.File.Length > 0);
    }

    private void ReadFile()
    {
        if (options.File.Length == 0)
        {
            return;
        }

        var stamp = ClusterSettings.FileStamp(options.File);
        if (stamp != _fileStamp)
        {
            _file = FleetFile.Read(options.File);
            _fileStamp = stamp;
        }
    }
}
