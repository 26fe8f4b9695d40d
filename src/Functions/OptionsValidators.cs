using Microsoft.Extensions.Options;
using Tagalong.Functions.Http;
using Tagalong.Functions.Senders;

namespace Tagalong.Functions;

[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;

[OptionsValidator]
internal sealed partial class SenderOptionsValidator : IValidateOptions<SenderOptions>;
