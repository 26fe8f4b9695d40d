using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Dispatching;

/// <summary>Checks that there is room for the bodies that are let in.</summary>
internal sealed class HttpOptionsChecks : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options) => options.MaxBytesInFlight >= 2L * options.MaxBodyBytes
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Tagalong:Http:MaxBytesInFlight has to be at least twice Tagalong:Http:MaxBodyBytes: a body may take a buffer of twice its size.");
}
