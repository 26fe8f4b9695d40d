using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Server;
using Tagalong.Server.Consuming;
using Tagalong.Server.Sweeping;
using Tagalong.Server.Watching;

return args switch
{
    ["--help" or "-h" or "help", ..] => Usage.Print(Console.Out),
    ["--version"] => Usage.PrintVersion(Console.Out),
    ["serve", "--help" or "-h", ..] => Usage.Print(Console.Out),
    ["serve", .. var settings] => await ServeAsync(settings),
    ["consume", "--help" or "-h", ..] => Usage.Print(Console.Out),
    ["consume", .. var settings] => await RunAsync(ConsumeArguments.ToSettings(settings), ServerHost.CreateConsume),
    ["sweep", "--help" or "-h", ..] => Usage.Print(Console.Out),
    ["sweep", .. var arguments] => await SweepAsync(SweepArguments.Read(arguments)),
    ["watch", "--help" or "-h", ..] => Usage.Print(Console.Out),
    ["watch", .. var settings] => await RunAsync(WatchArguments.ToSettings(settings), ServerHost.CreateWatch),
    [] or [['-', ..], ..] => await ServeAsync(args),
    [var unknown, ..] => Usage.Refuse(Console.Error, $"There is no verb '{unknown}'."),
};

static Task<int> ServeAsync(string[] settings) => RunAsync(settings, ServerHost.CreateServe);

static async Task<int> RunAsync(string[] settings, Func<string[], Action<WebApplicationBuilder>?, WebApplication> create)
{
    if (Array.Find(settings, static setting => !setting.StartsWith("--", StringComparison.Ordinal) || !setting.Contains('=')) is { } stray)
    {
        return Usage.Refuse(Console.Error, $"'{stray}' is no setting: write --SETTING=VALUE.");
    }

    return await StartAsync(async () =>
    {
        await using var app = create(settings, null);
        await app.RunAsync();
        return ExitCode.Success;
    });
}

static Task<int> SweepAsync(SweepArguments arguments) => arguments.Faults.IsEmpty
    ? StartAsync(() => SweepCommand.RunAsync(arguments, Console.Out))
    : Task.FromResult(Usage.Refuse(Console.Error, arguments.Faults));

static async Task<int> StartAsync(Func<Task<int>> run)
{
    SystemTrustStore.Preload();
    try
    {
        return await run();
    }
    catch (OptionsValidationException invalid)
    {
        return Usage.Refuse(Console.Error, [.. invalid.Failures]);
    }
    catch (AggregateException several) when (several.InnerExceptions.All(static fault => fault is OptionsValidationException))
    {
        return Usage.Refuse(Console.Error, [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static fault => fault.Failures)]);
    }
    catch (Exception fault) when (fault is FormatException or IOException or SocketException or InvalidOperationException)
    {
        return Usage.Refuse(Console.Error, fault.Message);
    }
}
