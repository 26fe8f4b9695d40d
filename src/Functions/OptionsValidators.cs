using Microsoft.Extensions.Options;
using Tagalong.Functions.AzureFunctions;
using Tagalong.Functions.Consuming;
using Tagalong.Functions.Http;
using Tagalong.Functions.OutcomeEvents;
using Tagalong.Functions.Queues;
using Tagalong.Functions.Senders;
using Tagalong.Functions.Telemetry;

namespace Tagalong.Functions;

[OptionsValidator]
internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;

[OptionsValidator]
internal sealed partial class SenderOptionsValidator : IValidateOptions<SenderOptions>;

[OptionsValidator]
internal sealed partial class OutcomeEventOptionsValidator : IValidateOptions<OutcomeEventOptions>;

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;

[OptionsValidator]
internal sealed partial class ConsumeOptionsValidator : IValidateOptions<ConsumeOptions>;

[OptionsValidator]
internal sealed partial class RabbitMqOptionsValidator : IValidateOptions<RabbitMqOptions>;

[OptionsValidator]
internal sealed partial class AzureFunctionsOptionsValidator : IValidateOptions<AzureFunctionsOptions>;

[OptionsValidator]
internal sealed partial class AzureStorageOptionsValidator : IValidateOptions<AzureStorageOptions>;
