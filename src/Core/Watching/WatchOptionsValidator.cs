using Microsoft.Extensions.Options;

namespace Tagalong.Core.Watching;

[OptionsValidator]
internal sealed partial class WatchOptionsValidator : IValidateOptions<WatchOptions>;
