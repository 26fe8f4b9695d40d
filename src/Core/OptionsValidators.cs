using Microsoft.Extensions.Options;
using Tagalong.Core.Azure;
using Tagalong.Core.Clusters;
using Tagalong.Core.Fleet;
using Tagalong.Core.Owners;
using Tagalong.Core.Sweeping;
using Tagalong.Core.Watching;

namespace Tagalong.Core;

[OptionsValidator]
internal sealed partial class LabelerOptionsValidator : IValidateOptions<LabelerOptions>;

[OptionsValidator]
internal sealed partial class ApiCallOptionsValidator : IValidateOptions<ApiCallOptions>;

[OptionsValidator]
internal sealed partial class OwnerCacheOptionsValidator : IValidateOptions<OwnerCacheOptions>;

[OptionsValidator]
internal sealed partial class FleetOptionsValidator : IValidateOptions<FleetOptions>;

[OptionsValidator]
internal sealed partial class AzureOptionsValidator : IValidateOptions<AzureOptions>;

[OptionsValidator]
internal sealed partial class ClusterLimitOptionsValidator : IValidateOptions<ClusterLimitOptions>;

[OptionsValidator]
internal sealed partial class SweepOptionsValidator : IValidateOptions<SweepOptions>;

[OptionsValidator]
internal sealed partial class WatchOptionsValidator : IValidateOptions<WatchOptions>;
