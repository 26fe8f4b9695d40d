using Microsoft.Extensions.Options;

namespace Tagalong.Server.RabbitMq;

[OptionsValidator]
internal sealed partial class RabbitMqOptionsValidator : IValidateOptions<RabbitMqOptions>;
