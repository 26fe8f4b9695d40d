using Microsoft.Extensions.Options;

namespace Tagalong.Core.ApiServer;

[OptionsValidator]
internal sealed partial class ApiCallOptionsValidator : IValidateOptions<ApiCallOptions>;
