using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Dispatching;

[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
