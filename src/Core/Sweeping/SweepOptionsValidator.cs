using Microsoft.Extensions.Options;

namespace Tagalong.Core.Sweeping;

[OptionsValidator]
internal sealed partial class SweepOptionsValidator : IValidateOptions<SweepOptions>;
