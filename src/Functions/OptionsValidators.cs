using Microsoft.Extensions.Options;
using Tagalong.Functions.Http;

namespace Tagalong.Functions;

[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;
