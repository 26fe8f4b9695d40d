using Microsoft.Extensions.Options;

namespace Tagalong.Core.Fleet;

[OptionsValidator]
internal sealed partial class LabelerOptionsValidator : IValidateOptions<LabelerOptions>;
