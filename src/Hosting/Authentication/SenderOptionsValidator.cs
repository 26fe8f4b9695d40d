using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Authentication;

[OptionsValidator]
internal sealed partial class SenderOptionsValidator : IValidateOptions<SenderOptions>;
