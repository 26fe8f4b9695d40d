using Microsoft.Extensions.Options;

namespace Tagalong.Core.Azure;

[OptionsValidator]
internal sealed partial class AzureOptionsValidator : IValidateOptions<AzureOptions>;
