using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.OutcomeEvents;

[OptionsValidator]
internal sealed partial class OutcomeEventOptionsValidator : IValidateOptions<OutcomeEventOptions>;
