namespace Tagalong.Cli.Commands;

internal static class StandardInput
{
    /// <summary>Reads stdin to its end, or up to one byte more than <paramref name="maxBytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(int maxBytes, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];

        // A read from a terminal or a pipe ignores the token until data arrives; WaitAsync does not.
        while (read.Length <= maxBytes && await input.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)Math.Min(read.Length, maxBytes + 1));
    }
}
