using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Http;

/// <summary>Validates that accepted bodies fit into memory.</summary>
internal sealed class HttpOptionsValidation : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options) => options.MaxBytesInFlight >= 2L * options.MaxBodyBytes
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            "Tagalong:Http:MaxBytesInFlight has to be at least twice Tagalong:Http:MaxBodyBytes: a body may need a buffer of twice its size.");
}
