using Microsoft.Extensions.Options;

namespace Tagalong.Server.Queues;

[OptionsValidator]
internal sealed partial class ConsumeOptionsValidator : IValidateOptions<ConsumeOptions>;
