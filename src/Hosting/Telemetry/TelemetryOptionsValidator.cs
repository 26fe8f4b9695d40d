using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Telemetry;

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
