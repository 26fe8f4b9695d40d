namespace Tagalong.Cli;

/// <summary>What is piped in.</summary>
internal static class StandardInput
{
    /// <summary>Reads it to its end, or one byte beyond the most that is wanted.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(int most, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];

        // A terminal or a pipe gives up a read only when something comes.
        while (read.Length <= most && await input.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)Math.Min(read.Length, most + 1));
    }
}
