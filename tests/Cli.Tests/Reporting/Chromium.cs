using System.Buffers.Binary;
using System.Diagnostics;

namespace Tagalong.Cli.Tests.Reporting;

/// <summary>A real browser without a window and without a network.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string? Program = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    /// <summary>The DOM of the page as HTML.</summary>
    public static async Task<string> DumpAsync(string file) => await RunAsync(file, "--dump-dom");

    /// <summary>Takes a picture of the page.</summary>
    /// <returns>Its width and height, and its size in bytes: a blank picture is small.</returns>
    public static async Task<(int Width, int Height, long Bytes)> PictureAsync(string file, string picture, int width, int height)
    {
        await RunAsync(file, $"--screenshot={picture}", $"--window-size={width},{height}", "--hide-scrollbars");
        var png = await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken);
        Assert.Equal([0x89, 0x50, 0x4e, 0x47], png[..4]);
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), png.Length);
    }

    private static async Task<string> RunAsync(string file, params string[] options)
    {
        Assert.SkipWhen(Program is null, "Chromium is not installed. Install it with .ci/install-tools, or on Debian with apt-get install chromium.");
        var profile = Directory.CreateTempSubdirectory("tagalong-chromium-");
        var start = new ProcessStartInfo(Program!, [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--proxy-server=127.0.0.1:9", $"--user-data-dir={profile.FullName}", .. options, new Uri(file).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, await errors);
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            Remove(profile);
        }
    }

    /// <summary>Deletes the profile; if helper processes of the browser still write to it, it stays.</summary>
    private static void Remove(DirectoryInfo profile)
    {
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
        }
    }
}
