namespace Tagalong.FunctionsHost.Queues;

/// <summary>Fetches the messages of a queue in batches and handles them in parallel, as the host's queue trigger does.</summary>
/// <remarks>
/// A message whose text is not valid base64 counts as a failed attempt without an invocation; that the host does the same was not verified.
/// </remarks>
/// <param name="queue">The queue.</param>
/// <param name="poison">Takes the messages that failed too often.</param>
/// <param name="options">Batches, attempts and encoding.</param>
/// <param name="handle">Handles one message with its decoded body; true: success.</param>
internal sealed class QueueListener(
    StorageQueue queue, StorageQueue poison, QueueOptions options, Func<QueueMessage, string, CancellationToken, Task<bool>> handle)
{
    /// <summary>How long a message is hidden at first while it is in process.</summary>
    internal static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    /// <summary>Runs until the token is cancelled, and then waits for the messages in process.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        HashSet<Task> inProcess = [];
        try
        {
            while (true)
            {
                await queue.WaitAsync(cancellationToken);
                foreach (var message in queue.Receive(options.BatchSize, Hidden))
                {
                    inProcess.Add(Task.Run(() => ProcessAsync(message, cancellationToken), CancellationToken.None));
                }

                inProcess.RemoveWhere(static task => task.IsCompletedSuccessfully);
                while (inProcess.Count > options.NewBatchThreshold)
                {
                    await await Task.WhenAny(inProcess);
                    inProcess.RemoveWhere(static task => task.IsCompletedSuccessfully);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(inProcess);
        }
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        // An earlier host may have stopped between the last attempt and the move to the poison queue.
        if (message.DequeueCount > options.MaxDequeueCount)
        {
            MoveToPoison(message);
        }
        else if (options.TryDecode(message.Text, out var body) && await handle(message, body, cancellationToken))
        {
            queue.Delete(message.Id);
        }
        else if (message.DequeueCount >= options.MaxDequeueCount)
        {
            MoveToPoison(message);
        }
        else
        {
            queue.Release(message.Id, options.VisibilityTimeout);
        }
    }

    private void MoveToPoison(QueueMessage message)
    {
        poison.Send(message.Text);
        queue.Delete(message.Id);
    }
}
