using Microsoft.Extensions.Options;

namespace Tagalong.Core.Owners;

[OptionsValidator]
internal sealed partial class OwnerCacheOptionsValidator : IValidateOptions<OwnerCacheOptions>;
