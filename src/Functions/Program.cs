using Microsoft.Extensions.Hosting;
using Tagalong.Functions;
using Tagalong.Hosting;

try
{
    using var host = FunctionApp.Create(args);
    await host.RunAsync();
    return 0;
}
catch (Exception error) when (ConfigurationErrors.In(error) is { } errors)
{
    // There is no connection to the Functions host yet. It logs what its worker writes to standard error, as an error if the line has that word.
    foreach (var sentence in errors)
    {
        await Console.Error.WriteLineAsync($"Configuration error: {sentence}");
    }

    return 2;
}
