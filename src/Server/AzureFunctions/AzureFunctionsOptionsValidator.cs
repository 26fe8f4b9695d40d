using Microsoft.Extensions.Options;

namespace Tagalong.Server.AzureFunctions;

[OptionsValidator]
internal sealed partial class AzureFunctionsOptionsValidator : IValidateOptions<AzureFunctionsOptions>;
