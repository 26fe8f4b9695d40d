using System.Diagnostics;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>Waits for a server to become ready.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Sends requests until the status is 200.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time. The message has the end of its log.</exception>
    public static async Task WaitAsync(string name, ServerProcess process, HttpClient client, string path)
    {
        var waited = Stopwatch.StartNew();
        while (!await IsReadyAsync(client, path))
        {
            if (process.HasExited || waited.Elapsed > Limit)
            {
                var end = process.HasExited ? "ended" : $"was not ready after {Limit.TotalSeconds:0} s";
                throw new InvalidOperationException($"{name} {end}. The end of its log:\n{process.LogTail}");
            }

            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string path)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
