using Microsoft.Extensions.Configuration;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;

namespace Tagalong.Core.Fleet;

/// <summary>Where the fleet is told of: the configuration, and the file that it may name.</summary>
internal sealed class FleetSource(IConfiguration configuration, FleetOptions options, AzureAccess azure, TimeProvider time)
{
    private string? _fileStamp;
    private Dictionary<string, string?> _file = [];

    /// <summary>Reads it all, as it is now.</summary>
    public FleetReadResult Read()
    {
        var configurations = new ClientConfigurations(ClusterEnvironment.Of(configuration), time);
        try
        {
            ReadFile();
        }
        catch (FormatException fault)
        {
            return new FleetReadResult([], new ClusterLimitOptions(), [fault.Message]) { Configurations = configurations };
        }

        // As long as it is not let go, the configuration would hold on to it, to tell it of changes.
        using var all = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(_file).AddConfiguration(configuration).Build();
        return FleetLoader.Read(all, configurations, azure, isFleet: options.File.Length > 0);
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
