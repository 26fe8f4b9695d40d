using Microsoft.Extensions.Options;

namespace Tagalong.Server.AzureStorage;

[OptionsValidator]
internal sealed partial class AzureStorageOptionsValidator : IValidateOptions<AzureStorageOptions>;
