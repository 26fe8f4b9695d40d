using Microsoft.Extensions.Options;

namespace Tagalong.Core.ApiServer;

[OptionsValidator]
internal sealed partial class ClusterLimitOptionsValidator : IValidateOptions<ClusterLimitOptions>;
