using Tagalong.Functions;
using Tagalong.Hosting;

try
{
    await FunctionApp.RunAsync(args);
    return 0;
}
catch (Exception error) when (ConfigurationErrors.In(error) is { } errors)
{
    // The Functions host logs what its worker writes to standard error, as an error if the line has that word.
    foreach (var sentence in errors)
    {
        await Console.Error.WriteLineAsync($"Configuration error: {sentence}");
    }

    return 2;
}
